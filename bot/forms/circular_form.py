"""The office's form of a circular: title, words, files, units, time limit; then everything once more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from actions.acts import Act
from actions.circular import Paper, preview_circular, refuse_past
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms.answers import words_of
from bot.forms.drafts import given, learn
from bot.forms.form import EVIDENCE, SUMMARY
from bot.forms.limits import limit_of
from bot.forms.unit_names import Chosen, chosen_units, units_named
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.circulars import possible_recipients
from register.tables import Draft
from register.tables.circulars import CircularKind

KINDS = tuple(CircularKind)
"""A person may write one of each kind at a time: a draft's target is the kind's place here, from 1."""
TITLE, WORDS, UNITS, LIMIT = "title", "words", "units", "limit"
CHOSEN = "chosen"
"""The units ticked so far, while they are chosen one by one."""
QUESTIONS = (TITLE, WORDS, EVIDENCE, UNITS, LIMIT)
_MOST_BUTTONS = 90
"""A keyboard holds no more than a hundred; names beyond it are typed."""


class CircularForm:
    """Implements ``bot.forms.form.Form`` and ``Settles``."""

    name = "circular"
    start = Act.CIRCULAR_NEW
    template = "circular-form"
    takes_files = True

    def next_question(self, answers: dict[str, Any]) -> str:
        return next((question for question in QUESTIONS if question not in answers), SUMMARY)

    def read(self, question: str, text: str) -> Any:
        if question in (EVIDENCE, SUMMARY):
            raise Refusal("use-buttons")
        return words_of(text)

    async def settle(self, work: Work, draft: Draft, value: Any) -> Any:
        """Names become units and a limit an instant as they are given, so that a mistake is told at once."""
        if draft.question == UNITS and isinstance(value, str):
            ticked = {int(unit_id) for unit_id in given(draft).get(CHOSEN, {})}
            return await chosen_units(work.session, ticked | await units_named(work.session, value))
        if draft.question == LIMIT and value != given(draft).get(LIMIT):
            rules = work.desk.rules
            due = limit_of(rules, value, rules.today(work.at))
            refuse_past(rules, due, work.at)
            return due.isoformat()
        return value

    async def rows(self, work: Work, draft: Draft, files: int) -> Rows:
        match draft.question:
            case "evidence" if files:
                rows = [[_offer(draft, Act.CIRCULAR_DONE, "files-done", EVIDENCE, count=files)]]
            case "evidence":
                rows = [[_offer(draft, Act.CIRCULAR_DONE, "no-attachment", EVIDENCE)]]
            case "units" if CHOSEN in given(draft):
                rows = await _boxes(work, draft)
            case "units":
                rows = [[_keep(draft, "leads"), _keep(draft, "all")], [_keep(draft, "choose")]]
            case "summary":
                rows = _ending(draft)
            case _:
                rows = []
        stays = draft.question in given(draft) and draft.question != EVIDENCE
        kept = [_offer(draft, Act.CIRCULAR_DONE, "answer-stays", draft.question)] if stays else []
        return [*rows, kept, [_offer(draft, Act.CIRCULAR_CANCEL, "form-cancel", draft.question)]]

    async def complete(self, work: Work, draft: Draft) -> bool:
        rules = work.desk.rules
        paper = paper_of(draft)
        sending = await preview_circular(work.session, rules, work.actor, paper, work.at)
        learn(
            work,
            draft,
            {
                "sending": facts_of(sending),
                "later": sending.leaves_at > work.at,
                "day_off": not rules.calendar.is_working(rules.today(paper.due)),
            },
        )
        return False


FORM = CircularForm()


def paper_of(draft: Draft) -> Paper:
    """The filled form as what is to be sent."""
    answers = given(draft)
    units = [int(unit_id) for unit_id in answers[UNITS]]
    return Paper(KINDS[draft.target - 1], answers[TITLE], answers[WORDS], units, _instant(answers[LIMIT]))


def facts_about(kind: CircularKind) -> dict[str, Any]:
    """What the form says at its head."""
    return {"act": Act.CIRCULAR_NEW.value, "kind": kind.value}


def chosen_of(draft: Draft) -> Chosen:
    """The units ticked so far; Refusal when there are none."""
    answers = given(draft)
    chosen: Chosen = answers.get(CHOSEN) or answers.get(UNITS) or {}
    if not chosen:
        raise Refusal("circular-no-units")
    return chosen


def _instant(value: str) -> datetime:
    return datetime.fromisoformat(value)


async def _boxes(work: Work, draft: Draft) -> Rows:
    """A box for each unit, two in a row, and the end of the choice."""
    chosen = given(draft)[CHOSEN]
    units = (await possible_recipients(work.session))[:_MOST_BUTTONS]
    boxes = [
        _offer(
            draft,
            Act.CIRCULAR_UNIT,
            "unit-chosen" if str(unit.id) in chosen else "unit-free",
            f"{UNITS}={unit.id}",
            unit=unit.name,
        )
        for unit in units
    ]
    rows = [boxes[i : i + 2] for i in range(0, len(boxes), 2)]
    done = [_offer(draft, Act.CIRCULAR_DONE, "units-done", UNITS, count=len(chosen))] if chosen else []
    return [*rows, done]


def _ending(draft: Draft) -> Rows:
    edits = [_offer(draft, Act.CIRCULAR_EDIT, f"change-{one}", f"{SUMMARY}={one}") for one in QUESTIONS]
    confirm = _offer(draft, Act.CIRCULAR_CONFIRM, "circular-send", SUMMARY, count=len(given(draft)[UNITS]))
    return [[confirm], edits[:3], edits[3:]]


def _keep(draft: Draft, value: str) -> Offer:
    return _offer(draft, Act.CIRCULAR_KEEP, f"units-{value}", f"{UNITS}={value}")


def _offer(draft: Draft, act: Act, label: str, argument: str, **facts: str | int) -> Offer:
    return Offer(act, label, draft.target, draft.id, argument, tuple(facts.items()))
