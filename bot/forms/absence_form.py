"""The leave form (请假): from when, until when, who sits in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from actions.absent import check_days, substitutes
from actions.acts import Act
from actions.refusal import Refusal
from bot.forms.answers import day_of
from bot.forms.drafts import given
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work, current
from register.buttons import Offer
from register.tables import Draft

FIRST, LAST, SUBSTITUTE = "first", "last", "substitute"
QUESTIONS = (FIRST, LAST, SUBSTITUTE)
NOBODY = 0
_DAY = timedelta(days=1)
_LENGTHS = (1, 2, 3, 5, 7)
"""How many days are offered."""


class AbsenceForm:
    """Implements ``bot.forms.form.Form``."""

    name = "absent"
    start = Act.ABSENT
    template = "absence-form"
    takes_files = False

    def next_question(self, answers: dict[str, Any]) -> str:
        """Refused: a last day before the first."""
        if FIRST in answers and LAST in answers and answers[LAST] < answers[FIRST]:
            raise Refusal("absence-backwards", first=answers[FIRST])
        return next((question for question in QUESTIONS if question not in answers), SUMMARY)

    def read(self, question: str, text: str) -> Any:
        """A day that cannot be is refused as it is typed, not at the end."""
        if question not in (FIRST, LAST):
            raise Refusal("use-buttons")
        work = current()
        today = work.desk.rules.today(work.at)
        day = day_of(text, today)
        if question == FIRST:
            check_days(day, day, today)
        return day.isoformat()

    async def rows(self, work: Work, draft: Draft, _files: int) -> Rows:
        match draft.question:
            case "first":
                rows = _days(draft, work.desk.rules.today(work.at), (1, 2, 3))
            case "last":
                rows = _days(draft, date.fromisoformat(given(draft)[FIRST]), _LENGTHS)
            case "substitute":
                rows = await _people(work, draft)
            case _:
                rows = [[_offer(draft, Act.ABSENT_CONFIRM, "absent-confirm", SUMMARY)]]
        return [*rows, [_offer(draft, Act.ABSENT_CANCEL, "form-stop", draft.question)]]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = AbsenceForm()


def _days(draft: Draft, first: date, lengths: tuple[int, ...]) -> Rows:
    days = [first + (length - 1) * _DAY for length in lengths]
    row = [_keep(draft, day.isoformat(), "absent-day", day=day.isoformat()) for day in days]
    return [row[:3], row[3:]]


async def _people(work: Work, draft: Draft) -> Rows:
    others = await substitutes(work.session, work.actor.person, draft.target)
    rows = [[_keep(draft, str(number), "absent-person", name=name)] for number, name in others.items()]
    return [*rows, [_keep(draft, str(NOBODY), "absent-nobody")]]


def _keep(draft: Draft, value: str, label: str, **facts: str) -> Offer:
    return _offer(draft, Act.ABSENT_KEEP, label, f"{draft.question}={value}", **facts)


def _offer(draft: Draft, act: Act, label: str, argument: str, **facts: str) -> Offer:
    return Offer(act, label, draft.target, draft.id, argument, tuple(facts.items()))


def facts_about(unit: str) -> dict[str, Any]:
    """What the form says at its head."""
    return {"act": Act.ABSENT.value, "unit": unit}
