"""The quarterly progress form: its questions and how they are read."""

from __future__ import annotations

from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.acts import Act
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms.answers import percent_of, words_of, words_or_none
from bot.forms.drafts import about, given, is_changed
from bot.forms.form import EVIDENCE, SUMMARY
from bot.forms.report_buttons import NO_CHANGE, QUESTIONS, REASON, Buttons
from bot.transaction import Rows, Work
from register.contributions import given_towards
from register.reports import RequestLine
from register.states import Verdict
from register.tables import Draft, Report, Request
from register.views.answers import LastAnswers, last_answers
from register.views.requests import RequestEntry, requests_card

_READERS = {
    "percent": percent_of,
    "done": words_of,
    "problems": words_or_none,
    "next_step": words_or_none,
    REASON: words_of,
}


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
        if question == EVIDENCE and not words_or_none(text):
            return ""
        reader = _READERS.get(question)
        if reader is None:
            raise Refusal("use-buttons")
        return reader(text)

    async def rows(self, work: Work, draft: Draft, files: int) -> Rows:
        buttons = Buttons(draft)
        match draft.question:
            case "percent":
                rows = buttons.percent()
            case "done" | "problems" | "next_step":
                rows = buttons.words()
            case "evidence":
                rows = buttons.evidence(files)
            case "no_change_reason":
                rows = buttons.reason(work)
            case _ if not await is_changed(work, draft):
                rows = buttons.choices()
            case _:
                rows = buttons.summary(await _others(work, draft))
        stays: Rows = [buttons.stays()] if draft.question in given(draft) else []
        return [*rows, *stays, [buttons.offer(Act.REPORT_CANCEL, "form-cancel", draft.question)]]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = ReportForm()


async def others_without_change(work: Work, unit_id: int, request_id: int) -> list[RequestEntry]:
    """The unit's other requests that one reason for "no change" may serve as well: none that is half filled in."""
    rules = work.desk.rules
    card = await requests_card(work.session, rules, unit_id, rules.today(work.at))
    drafts = select(Draft.target).where(Draft.chat_id == work.actor.chat_id, Draft.form == FORM.name)
    begun = {request_id, *await work.session.exec(drafts)}
    return [entry for entry in card.unchanged if entry.request_id not in begun] if card is not None else []


async def _others(work: Work, draft: Draft) -> int:
    if not given(draft).get(NO_CHANGE):
        return 0
    return len(await others_without_change(work, about(draft)["unit_id"], draft.target))


async def facts_about(
    session: AsyncSession, line: RequestLine, before: Report | None, files_before: int
) -> dict[str, Any]:
    """What the form says at its head, frozen as it opens. ``before`` is this quarter's version that is corrected."""
    returned = before is not None and before.verdict is Verdict.RETURNED
    return {
        "act": Act.REPORT.value,
        "number": line.task.number,
        "title": line.task.title,
        "unit": line.unit.name,
        "unit_id": line.unit.id,
        "quarter": line.round.quarter,
        "closes_on": line.round.closes_on.isoformat(),
        "last": facts_of(await last_answers(session, line.request.id or 0)),
        "corrects": before.version if before is not None else None,
        "returned_because": before.verdict_reason if before is not None and returned else None,
        "files_before": files_before,
    }


async def contributions_to(session: AsyncSession, request: Request) -> list[dict[str, Any]]:
    """The words that responsible units have given towards this answer."""
    lines = await given_towards(session, request)
    return [{"unit": line.unit.name, "words": line.contribution.words} for line in lines]


def answers_of(before: Report, last: LastAnswers | dict[str, Any] | None) -> dict[str, Any]:
    """A filed version as the form's answers; "no change" only where there is something to compare with."""
    if before.no_change_reason and last is not None:
        return {NO_CHANGE: True, REASON: before.no_change_reason}
    return {
        "percent": before.percent,
        "done": before.done or before.no_change_reason or "",
        "problems": before.problems,
        "next_step": before.next_step,
        EVIDENCE: "",
    }
