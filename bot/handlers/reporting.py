"""A unit reports its progress: the presses of the quarterly form."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from actions.report import Filed, file_report
from actions.texts import ReportAnswers
from bot.facts import facts_of, item
from bot.forms.drafts import about, drop, given, put
from bot.forms.form import SUMMARY
from bot.forms.report_form import (
    FORM,
    IN_FULL,
    NO_CHANGE,
    REASON,
    choices,
    facts_about,
    others_without_change,
)
from bot.forms.steps import ask, open_form, pressed_draft, reopen, take
from bot.handlers.marking import mark
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.reports import request_line
from register.states import RequestState
from register.tables import Button, Draft
from register.views.answers import last_answers
from register.views.requests import RequestsCard, requests_card

_ANSWERED = (RequestState.ANSWERED, RequestState.ACCEPTED)
CONFIRMED = "confirmed"


async def open_report(work: Work, button: Button) -> None:
    line = await request_line(work.session, button.target or 0)
    if line is None:
        raise Refusal("request-unknown")
    if line.request.state in _ANSWERED and work.desk.rules.today(work.at) > line.round.closes_on:
        raise Refusal("window-closed", task=line.task.number, closes_on=line.round.closes_on)
    await open_form(work, FORM, line.request.id or 0, await facts_about(work.session, line), button)


async def keep(work: Work, button: Button) -> None:
    """A value that the button offers, or the words of the last report."""
    draft, value = await pressed_draft(work, FORM, button)
    last = about(draft)["last"] or {}
    answer: Any = value or last[draft.question]
    await take(work, FORM, draft, int(answer) if draft.question == "percent" else answer, turn=True)


async def skip(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    await take(work, FORM, draft, "", turn=True)


async def no_change(work: Work, button: Button) -> None:
    """One tap: the last answers stand, and only the reason is asked."""
    draft, _ = await pressed_draft(work, FORM, button)
    put(work, draft, {NO_CHANGE: True}, REASON)
    await ask(work, FORM, draft, turn=True)


async def edit(work: Work, button: Button) -> None:
    draft, question = await pressed_draft(work, FORM, button)
    if not question:
        await work.turn_card("form-choices", {"about": about(draft)}, choices(draft))
    elif question == SUMMARY:
        await ask(work, FORM, draft, turn=True)
    elif question == IN_FULL:
        put(work, draft, {}, FORM.next_question({}))
        await ask(work, FORM, draft, turn=True)
    else:
        await reopen(work, FORM, draft, question)


async def cancel(work: Work, button: Button) -> None:
    await pressed_draft(work, FORM, button, anywhere=True)
    await drop(work)
    await mark(work, "form-dropped")


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    filed = await _file(work, draft)
    await _say_filed(work, [filed], turn=True)


async def same_reason(work: Work, button: Button) -> None:
    """The reason serves the unit's other tasks as well, once it has been seen which ones these are."""
    draft, value = await pressed_draft(work, FORM, button)
    others = await others_without_change(work.session, about(draft)["unit_id"], draft.target, work)
    if value != CONFIRMED:
        await _preview_same_reason(work, draft, others)
        return
    reason = given(draft)[REASON]
    filed = [await _file(work, draft)]
    filed += [await _file_unchanged(work, request_id, reason) for request_id in others]
    await _say_filed(work, filed, turn=True)


async def _preview_same_reason(work: Work, draft: Draft, others: list[int]) -> None:
    lines = [line for one in others if (line := await request_line(work.session, one)) is not None]
    tasks = [{"number": line.task.number, "title": line.task.title} for line in lines]
    facts = (("count", len(tasks) + 1),)
    yes = Offer(Act.REPORT_SAME_REASON, "confirm-all", draft.target, draft.id, f"{SUMMARY}={CONFIRMED}", facts)
    back = Offer(Act.REPORT_EDIT, "form-back", draft.target, draft.id, f"{SUMMARY}={SUMMARY}")
    shown = {"about": about(draft), "reason": given(draft)[REASON], "tasks": tasks}
    await work.turn_card("same-reason", shown, [[yes], [back]])


async def _file(work: Work, draft: Draft) -> Filed:
    answers = _report_of(draft)
    return await file_report(work.session, work.desk.rules, work.actor, draft.target, answers, draft.id, work.at)


def _report_of(draft: Draft) -> ReportAnswers:
    answers, last = given(draft), about(draft)["last"]
    if answers.get(NO_CHANGE):
        return _unchanged(last, answers[REASON])
    return ReportAnswers(
        percent=answers["percent"],
        done=answers["done"],
        problems=answers["problems"],
        next_step=answers["next_step"],
    )


def _unchanged(last: dict[str, Any], reason: str) -> ReportAnswers:
    return ReportAnswers(
        percent=last["percent"],
        problems=last["problems"],
        next_step=last["next_step"],
        no_change_reason=reason,
    )


async def _file_unchanged(work: Work, request_id: int, reason: str) -> Filed:
    last = facts_of(await last_answers(work.session, request_id))
    answers = _unchanged(last, reason)
    return await file_report(work.session, work.desk.rules, work.actor, request_id, answers, None, work.at)


async def _say_filed(work: Work, filed: list[Filed], *, turn: bool) -> None:
    """The receipt, with the way on to the next task that is still to be reported."""
    newest = filed[-1]
    line = await request_line(work.session, newest.request_id)
    unit_id = line.unit.id if line is not None else None
    card = await requests_card(work.session, unit_id or 0, work.desk.rules.today(work.at))
    facts = facts_of(newest) | {
        "filed": [facts_of(one) for one in filed],
        "items": [item(one.task, one.title, "reported") for one in filed],
        "when": work.at.isoformat(),
        "correctable": work.desk.rules.today(work.at) <= newest.closes_on,
    }
    show = work.turn_card if turn else work.reply
    await show("report-filed", facts, _way_on(newest, card), kind="receipt")


def _way_on(newest: Filed, card: RequestsCard | None) -> Rows:
    rows: Rows = []
    owed = card.owed if card is not None else ()
    following = next((one for one in owed if one.task > newest.task), next(iter(owed), None))
    if following is not None:
        rows.append([Offer(Act.REPORT, "report-next", following.request_id, facts=(("number", following.task),))])
    if newest.count_asked > 1:
        rows.append([Offer(Act.OPEN_REQUESTS, "open-requests", facts=(("quarter", newest.quarter),))])
    return rows


async def open_requests(work: Work, _button: Button | None = None) -> None:
    """The unit's card of the round: one line per task, and the count."""
    place = work.place or next(iter(work.actor.places))
    card = await requests_card(work.session, place.unit_id, work.desk.rules.today(work.at))
    if card is None:
        raise Refusal("nothing-asked")
    offers = [Offer(Act.REPORT, "report", entry.request_id, facts=(("number", entry.task),)) for entry in card.owed]
    rows = [offers[i : i + 2] for i in range(0, len(offers), 2)]
    await work.reply("requests", {"card": facts_of(card)}, rows)
