"""The office reviews: the queue, the cards, accept, return with a reason, next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import require
from actions.acts import Act
from actions.refusal import Refusal
from actions.review import Judged, judge_completion, judge_report
from bot.facts import facts_of
from bot.forms.drafts import about
from bot.forms.reason_form import ReasonForm, card_pressed
from bot.forms.steps import open_form
from bot.handlers.files import ask_for_files
from bot.handlers.marking import mark
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.tables import Button, Draft
from register.targets import figures_beside
from register.views.extension_sheet import extension_sheet
from register.views.queue import Waiting, review_queue
from register.views.review import completion_sheet, report_sheet

QUEUE = "queue"
"""Argument of a card that stands in the queue: after its verdict the next one comes by itself."""

_ACCEPT = {"report": Act.ACCEPT_REPORT, "completion": Act.ACCEPT_COMPLETION, "extension": Act.ACCEPT_EXTENSION}
_RETURN = {"report": Act.RETURN_REPORT, "completion": Act.RETURN_COMPLETION, "extension": Act.RETURN_EXTENSION}
_SHEETS: Mapping[str, Callable[[AsyncSession, int], Awaitable[Any]]] = {
    "report": report_sheet,
    "completion": completion_sheet,
    "extension": extension_sheet,
}


async def open_queue(work: Work) -> None:
    """/review."""
    work.place = await require(work.session, work.actor, Act.REVIEW_NEXT)
    await next_waiting(work)


async def next_waiting(work: Work, button: Button | None = None) -> None:
    """The oldest that waits; behind a card, the one after it, and from the last on to the first."""
    queue = await review_queue(work.session)
    if not queue:
        await work.reply("review-empty")
        return
    passed = button.argument if button is not None else None
    places = [place for place, waiting in enumerate(queue) if _name(waiting) == passed]
    waiting = queue[(places[0] + 1) % len(queue)] if places else queue[0]
    if button is not None and passed is not None:
        await mark(work, "review-put-off")
        work.pressed = None
    await _show(work, waiting.subject, waiting.row_id, queued=waiting, left=len(queue))


async def open_one(work: Work, button: Button) -> None:
    subject = "report" if button.act == Act.OPEN_REPORT else "completion"
    await _show(work, subject, button.target or 0, queued=None, left=None)


async def _show(work: Work, subject: str, row_id: int, *, queued: Waiting | None, left: int | None) -> None:
    sheet = await _SHEETS[subject](work.session, row_id)
    if sheet is None:
        raise Refusal(f"{subject}-unknown")
    facts = facts_of(sheet) | {"left": left, "files": [one.name for one in sheet.files]}
    if subject == "report":
        facts["targets"] = facts_of(await figures_beside(work.session, sheet.unit, sheet.quarter))
    rows = [*ask_for_files(subject, row_id, len(sheet.files)), *_verdict_rows(subject, row_id, queued, left)]
    await work.reply(f"{subject}-sheet", facts, rows)


def _verdict_rows(subject: str, row_id: int, queued: Waiting | None, left: int | None) -> Rows:
    argument = QUEUE if queued is not None else None
    accept = Offer(_ACCEPT[subject], f"accept-{subject}", row_id, argument=argument)
    back = Offer(_RETURN[subject], f"return-{subject}", row_id, argument=argument)
    rows = [[accept, back]]
    if queued is not None and left is not None and left > 1:
        rows.append([Offer(Act.REVIEW_NEXT, "review-skip", argument=_name(queued))])
    return rows


def _name(waiting: Waiting) -> str:
    return f"{waiting.subject}:{waiting.row_id}"


async def accept(work: Work, button: Button) -> None:
    judged = await _judge(work, button.act == Act.ACCEPT_REPORT, button.target or 0, None)
    await _conclude(work, judged, queued=button.argument == QUEUE)


async def send_back(work: Work, button: Button) -> None:
    """Ask for the reason; nothing is decided before it is written."""
    form = RETURN_REPORT if button.act == Act.RETURN_REPORT else RETURN_COMPLETION
    subject = "report" if form is RETURN_REPORT else "completion"
    row_id = button.target or 0
    sheet = await _SHEETS[subject](work.session, row_id)
    if sheet is None:
        raise Refusal(f"{subject}-unknown")
    facts = {"act": button.act, "number": sheet.task, "title": sheet.title, "unit": sheet.unit}
    await open_form(work, form, row_id, facts | card_pressed(work) | {"queued": button.argument == QUEUE})


async def _with_reason(work: Work, draft: Draft, reason: str) -> None:
    judged = await _judge(work, draft.form == Act.RETURN_REPORT, draft.target, reason)
    await work.reply("returned", facts_of(judged))
    await _conclude(work, judged, queued=about(draft)["queued"])


async def _judge(work: Work, is_report: bool, row_id: int, reason: str | None) -> Judged:
    judge = judge_report if is_report else judge_completion
    return await judge(work.session, work.desk.rules, work.actor, row_id, reason is None, reason, work.at)


async def _conclude(work: Work, judged: Judged, *, queued: bool) -> None:
    await mark(
        work,
        "accepted" if judged.accepted else "returned",
        who=work.actor.name,
        when=work.at,
        reason=judged.reason or "",
        self_reviewed=judged.self_reviewed,
    )
    if queued:
        work.pressed = None
        await next_waiting(work)


RETURN_REPORT = ReasonForm(Act.RETURN_REPORT, Act.REVIEW_CANCEL, _with_reason)
RETURN_COMPLETION = ReasonForm(Act.RETURN_COMPLETION, Act.REVIEW_CANCEL, _with_reason)
