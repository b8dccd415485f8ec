"""The quarterly progress form: its questions and buttons."""

from __future__ import annotations

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.acts import Act
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms.answers import percent_of, words_of, words_or_none
from bot.forms.drafts import about, given
from bot.forms.form import EVIDENCE, SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.reports import RequestLine
from register.tables import Draft
from register.views.answers import last_answers
from register.views.requests import requests_card

NO_CHANGE, REASON = "no_change", "no_change_reason"
IN_FULL = "full"
QUESTIONS = ("percent", "done", "problems", "next_step", EVIDENCE)
_FIRST_GUESSES = (0, 25, 50, 75)
_READERS = {
    "percent": percent_of,
    "done": words_of,
    "problems": words_or_none,
    "next_step": words_or_none,
    REASON: words_of,
}
OFFERED_REASONS = ("reason-preparing", "reason-waiting")


class ReportForm:
    """Implements ``bot.forms.form.Form``."""

    name = "report"
    start = Act.REPORT
    template = "report-form"
    takes_files = True

    def next_question(self, answers: dict[str, Any]) -> str:
        questions = (REASON,) if answers.get(NO_CHANGE) else QUESTIONS
        return next((question for question in questions if question not in answers), SUMMARY)

    def read(self, question: str, text: str) -> Any:
        reader = _READERS.get(question)
        if reader is None:
            raise Refusal("use-buttons")
        return reader(text)

    async def rows(self, work: Work, draft: Draft, files: int) -> Rows:
        buttons = _Buttons(draft)
        match draft.question:
            case "percent":
                rows = buttons.percent()
            case "done" | "problems" | "next_step":
                rows = buttons.words()
            case "evidence":
                rows = buttons.evidence(files)
            case "no_change_reason":
                rows = buttons.reason(work)
            case _:
                rows = buttons.summary(await _others(work, draft))
        return [*rows, [buttons.offer(Act.REPORT_CANCEL, "form-cancel", draft.question)]]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = ReportForm()


class _Buttons:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._last: dict[str, Any] | None = about(draft)["last"]

    def offer(self, act: Act, label: str, argument: str, **facts: str | int) -> Offer:
        """Bound to this draft, so that it does nothing to a later one."""
        return Offer(act, label, self._draft.target, self._draft.id, argument, tuple(facts.items()))

    def percent(self) -> Rows:
        if self._last is None:
            return [[self._keep(f"percent={value}", "percent", value=value) for value in _FIRST_GUESSES]]
        before = int(self._last["percent"])
        more = [value for value in (before + 10, before + 20, before + 30) if value <= 100]
        steps = [self._keep(f"percent={value}", "percent", value=value) for value in more]
        same = self._keep(f"percent={before}", "percent-same", value=before)
        return [[same, *steps], [self.offer(Act.REPORT_NO_CHANGE, "no-change", "percent")]]

    def words(self) -> Rows:
        question = self._draft.question
        row = [self.offer(Act.REPORT_SKIP, "nothing", question)] if question == "problems" else []
        if self._last is not None and self._last[question]:
            row.append(self._keep(question, "same-words"))
        return [row]

    def evidence(self, files: int) -> Rows:
        if files:
            return [[self.offer(Act.REPORT_DONE, "files-done", EVIDENCE, count=files)]]
        return [[self.offer(Act.REPORT_SKIP, "no-files", EVIDENCE)]]

    def reason(self, work: Work) -> Rows:
        words = work.desk.templates.words
        return [[self._keep(f"{REASON}={words.say('buttons', label)}", label)] for label in OFFERED_REASONS]

    def summary(self, others: int) -> Rows:
        confirm = self.offer(Act.REPORT_CONFIRM, "confirm-report", SUMMARY)
        edit = self.offer(Act.REPORT_EDIT, "form-edit", SUMMARY)
        rows = [[confirm, edit]]
        if given(self._draft).get(NO_CHANGE) and others:
            rows.append([self.offer(Act.REPORT_SAME_REASON, "same-reason", SUMMARY, count=others)])
        return rows

    def _keep(self, argument: str, label: str, **facts: str | int) -> Offer:
        return self.offer(Act.REPORT_KEEP, label, argument, **facts)


def choices(draft: Draft) -> Rows:
    """One button for each answer that may be changed."""
    buttons = _Buttons(draft)
    back = buttons.offer(Act.REPORT_EDIT, "form-back", f"{SUMMARY}={SUMMARY}")
    if given(draft).get(NO_CHANGE):
        reason = buttons.offer(Act.REPORT_EDIT, "edit-reason", f"{SUMMARY}={REASON}")
        in_full = buttons.offer(Act.REPORT_EDIT, "edit-in-full", f"{SUMMARY}={IN_FULL}")
        return [[reason], [in_full], [back]]
    offers = [buttons.offer(Act.REPORT_EDIT, f"edit-{question}", f"{SUMMARY}={question}") for question in QUESTIONS]
    return [offers[:3], offers[3:], [back]]


async def others_without_change(session: AsyncSession, unit_id: int, request_id: int, work: Work) -> list[int]:
    """The unit's other owed requests that have an answer of an earlier quarter to stand by."""
    card = await requests_card(session, unit_id, work.desk.rules.today(work.at))
    owed = [entry.request_id for entry in card.owed if entry.request_id != request_id] if card is not None else []
    return [one for one in owed if await last_answers(session, one) is not None]


async def _others(work: Work, draft: Draft) -> int:
    if not given(draft).get(NO_CHANGE):
        return 0
    return len(await others_without_change(work.session, about(draft)["unit_id"], draft.target, work))


async def facts_about(session: AsyncSession, line: RequestLine) -> dict[str, Any]:
    """What the form says at its head, frozen as it opens."""
    last = await last_answers(session, line.request.id or 0)
    return {
        "act": Act.REPORT.value,
        "number": line.task.number,
        "title": line.task.title,
        "unit": line.unit.name,
        "unit_id": line.unit.id,
        "quarter": line.round.quarter,
        "closes_on": line.round.closes_on.isoformat(),
        "last": facts_of(last),
    }
