"""The request for a later due date (申请延期): why, until when, and the confirmation."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from actions.acts import Act
from actions.extend import Extendable, check_due_asked
from actions.refusal import Refusal
from bot.forms.answers import day_of, words_of
from bot.forms.drafts import about, given, put
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.calendar import WorkingCalendar
from register.tables import Draft

REASON, DAY = "reason", "day"
_DAY = timedelta(days=1)
_OFFERED = (timedelta(days=15), timedelta(days=30))


class ExtendForm:
    """Implements ``bot.forms.form.Form``."""

    name = "extend"
    start = Act.EXTEND
    template = "extension-form"
    takes_files = False

    def next_question(self, answers: dict[str, Any]) -> str:
        return next((question for question in (REASON, DAY) if question not in answers), SUMMARY)

    def read(self, question: str, text: str) -> Any:
        if question == SUMMARY:
            raise Refusal("use-buttons")
        return words_of(text)

    async def rows(self, _work: Work, draft: Draft, _files: int) -> Rows:
        cancel = [_offer(draft, Act.EXTEND_CANCEL, "form-cancel", draft.question)]
        if draft.question == DAY:
            offered = about(draft)["offered"]
            return [
                *([_offer(draft, Act.EXTEND_DAY, "extend-day", f"{DAY}={day}", day=day)] for day in offered),
                cancel,
            ]
        if draft.question == SUMMARY:
            edits = [
                _offer(draft, Act.EXTEND_EDIT, label, f"{SUMMARY}={question}")
                for question, label in ((DAY, "edit-day"), (REASON, "edit-why"))
            ]
            return [[_offer(draft, Act.EXTEND_CONFIRM, "confirm-extension", SUMMARY)], edits, cancel]
        return [cancel]

    async def complete(self, work: Work, draft: Draft) -> bool:
        """The day that was typed is understood, and looked at, before the summary shows it."""
        facts, rules = about(draft), work.desk.rules
        due, ends = date.fromisoformat(facts["due"]), date.fromisoformat(facts["ends"])
        # A day without a year is sought from the due date on.
        asked = day_of(given(draft)[DAY], due + _DAY)
        check_due_asked(rules, due, ends, asked, work.at)
        day_off = not rules.calendar.is_working(asked)
        put(work, draft, {**given(draft), DAY: asked.isoformat(), "day_off": day_off}, SUMMARY)
        return False


FORM = ExtendForm()


def _offer(draft: Draft, act: Act, label: str, argument: str, **facts: str | int) -> Offer:
    return Offer(act, label, draft.target, draft.id, argument, tuple(facts.items()))


def facts_about(found: Extendable, days: WorkingCalendar, today: date) -> dict[str, Any]:
    """What the form says at its head, and the days it offers, frozen as it opens."""
    line = found.line
    return {
        "act": Act.EXTEND.value,
        "number": line.task.number,
        "title": line.task.title,
        "unit": line.unit.name,
        "result": line.milestone.result,
        "baseline": line.milestone.baseline.isoformat(),
        "due": line.duty.due.isoformat(),
        "ends": found.ends.isoformat(),
        "offered": [day.isoformat() for day in offered_days(line.duty.due, found.ends, days, today)],
    }


def offered_days(due: date, ends: date, days: WorkingCalendar, today: date) -> list[date]:
    """Half a month, a month, and the end of the next month: working days all, within the plan's time."""
    wished = [*(due + later for later in _OFFERED), _end_of_next_month(due)]
    working = {days.on_or_before(min(day, ends)) for day in wished}
    return sorted(day for day in working if day > max(due, today))


def _end_of_next_month(day: date) -> date:
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])
