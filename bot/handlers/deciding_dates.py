"""The office decides about due dates: a later one is approved or refused, a closed item is taken up again."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from actions.reopen import reopen_duty
from actions.review_extension import ExtensionJudged, judge_extension
from bot.facts import facts_of
from bot.forms.drafts import about
from bot.forms.reason_form import ReasonForm, card_pressed
from bot.forms.steps import open_form
from bot.handlers.marking import mark, mark_one
from bot.handlers.reviewing import QUEUE, next_waiting
from bot.transaction import Work
from register.duties import duty_line
from register.states import DutyState, ExtensionState
from register.tables import Button, Draft
from register.views.extension_sheet import extension_sheet


async def approve(work: Work, button: Button) -> None:
    judged = await judge_extension(work.session, work.desk.rules, work.actor, button.target or 0, True, None, work.at)
    await _conclude(work, judged, queued=button.argument == QUEUE)


async def refuse(work: Work, button: Button) -> None:
    """Ask for the reason; nothing is decided before it is written."""
    sheet = await extension_sheet(work.session, button.target or 0)
    if sheet is None:
        raise Refusal("extension-unknown")
    if sheet.state is not ExtensionState.WAITING:
        raise Refusal("extension-decided", who=sheet.decided_by, when=sheet.decided_at, state=sheet.state.value)
    facts: dict[str, Any] = {"act": button.act, "number": sheet.task, "title": sheet.title, "unit": sheet.unit}
    facts |= card_pressed(work) | {"queued": button.argument == QUEUE}
    await open_form(work, REFUSE_EXTENSION, sheet.extension_id, facts)


async def _refused(work: Work, draft: Draft, reason: str) -> None:
    judged = await judge_extension(work.session, work.desk.rules, work.actor, draft.target, False, reason, work.at)
    await work.reply("extension-refused", facts_of(judged))
    await _conclude(work, judged, queued=about(draft)["queued"])


async def _conclude(work: Work, judged: ExtensionJudged, *, queued: bool) -> None:
    said = {"who": work.actor.name, "when": work.at, "self_reviewed": judged.self_reviewed}
    if judged.accepted:
        await mark(work, "extension-approved", **said)
    else:
        await mark(work, "extension-refused", **said, reason=judged.reason or "")
    if queued:
        work.pressed = None
        await next_waiting(work)


async def reopen(work: Work, button: Button) -> None:
    """Ask for the reason, as above."""
    line = await duty_line(work.session, button.target or 0)
    if line is None:
        raise Refusal("duty-unknown")
    if line.duty.state is not DutyState.CLOSED:
        raise Refusal("duty-not-closed", number=line.task.number, unit=line.unit.name)
    facts = {"act": button.act, "number": line.task.number, "title": line.task.title, "unit": line.unit.name}
    await open_form(work, REOPEN, line.duty.id or 0, facts | card_pressed(work) | {"token": button.token})


async def _reopened(work: Work, draft: Draft, reason: str) -> None:
    reopened = await reopen_duty(work.session, work.desk.rules, work.actor, draft.target, reason, work.at)
    pressed = await work.session.get_one(Button, about(draft)["token"])
    who = work.actor.name
    await mark_one(work, pressed, "duty-reopened", unit=reopened.unit, number=reopened.task, who=who, when=work.at)
    await work.reply("reopen-done", facts_of(reopened))


REFUSE_EXTENSION = ReasonForm(Act.RETURN_EXTENSION, Act.REVIEW_CANCEL, _refused)
REOPEN = ReasonForm(Act.REOPEN, Act.REVIEW_CANCEL, _reopened)
