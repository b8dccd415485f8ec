"""Nothing has changed: one reason serves several tasks, once it has been seen which ones these are."""

from __future__ import annotations

from actions.acts import Act
from actions.refusal import Refusal
from actions.report import Filed, file_report
from actions.texts import unchanged
from bot.facts import facts_of
from bot.forms import report_form, unchanged_form
from bot.forms.drafts import about, drop, given
from bot.forms.form import SUMMARY
from bot.forms.report_buttons import REASON
from bot.forms.report_form import others_without_change
from bot.forms.steps import open_form, pressed_draft, reopen, take
from bot.forms.unchanged_form import FORM, facts_about
from bot.handlers.marking import mark
from bot.handlers.receipts import say_filed
from bot.handlers.reporting import report_of
from bot.handlers.round_card import begun_in
from bot.transaction import Work
from register.buttons import Offer
from register.reports import request_line
from register.tables import Button, Draft, Round
from register.views.answers import last_answers
from register.views.requests import RequestEntry, RequestsCard, requests_card

CONFIRMED = "confirmed"


async def same_reason(work: Work, button: Button) -> None:
    """The reason of the form at hand serves the unit's other tasks as well."""
    draft, value = await pressed_draft(work, report_form.FORM, button)
    others = await others_without_change(work, about(draft)["unit_id"], draft.target)
    if value != CONFIRMED:
        await _preview(work, draft, others)
        return
    reason, answers = given(draft)[REASON], report_of(draft)
    rules, actor = work.desk.rules, work.actor
    filed = [await file_report(work.session, rules, actor, draft.target, answers, draft.id, work.at)]
    filed += [await _file_unchanged(work, one.request_id, reason) for one in others]
    await say_filed(work, filed)


async def _preview(work: Work, draft: Draft, others: list[RequestEntry]) -> None:
    tasks = [{"number": one.task, "title": one.title} for one in others]
    facts = (("count", len(tasks) + 1),)
    yes = Offer(Act.REPORT_SAME_REASON, "confirm-all", draft.target, draft.id, f"{SUMMARY}={CONFIRMED}", facts)
    back = Offer(Act.REPORT_EDIT, "form-back", draft.target, draft.id, f"{SUMMARY}={SUMMARY}")
    shown = {"about": about(draft), "reason": given(draft)[REASON], "tasks": tasks}
    await work.turn_card("same-reason", shown, [[yes], [back]])


async def open_rest(work: Work, button: Button) -> None:
    """From the card: all that is left has not changed."""
    card = await _card(work, button.target or 0)
    facts = facts_about(card, await begun_in(work, work.actor.chat_id))
    if not facts["tasks"]:
        raise Refusal("nothing-unchanged")
    await open_form(work, FORM, card.entries[0].request_id, facts)


async def keep(work: Work, button: Button) -> None:
    draft, reason = await pressed_draft(work, FORM, button)
    await take(work, FORM, draft, reason, turn=True)


async def edit(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    await reopen(work, FORM, draft, unchanged_form.REASON)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button, anywhere=True)
    await drop(work, draft)
    await mark(work, "form-dropped")


async def confirm(work: Work, button: Button) -> None:
    """File exactly what was listed, less what somebody has reported in the meantime."""
    draft, _ = await pressed_draft(work, FORM, button)
    still = {entry.request_id for entry in (await _card(work, draft.target)).unchanged}
    reason = given(draft)[unchanged_form.REASON]
    listed = [int(task["request"]) for task in about(draft)["tasks"]]
    filed = [await _file_unchanged(work, one, reason) for one in listed if one in still]
    if not filed:
        raise Refusal("nothing-unchanged")
    await drop(work, draft)
    await say_filed(work, filed)


async def _card(work: Work, request_id: int) -> RequestsCard:
    line = await request_line(work.session, request_id)
    if line is None:
        raise Refusal("request-unknown")
    round_ = await work.session.get_one(Round, line.request.round_id)
    rules = work.desk.rules
    card = await requests_card(work.session, rules, line.request.unit_id, rules.today(work.at), round_)
    if card is None:
        raise Refusal("nothing-asked")
    return card


async def _file_unchanged(work: Work, request_id: int, reason: str) -> Filed:
    last = facts_of(await last_answers(work.session, request_id))
    answers = unchanged(last, reason)
    return await file_report(work.session, work.desk.rules, work.actor, request_id, answers, None, work.at)
