"""A unit claims that a duty is met: the presses of the form."""

from __future__ import annotations

from actions.complete import claim
from actions.refusal import Refusal
from bot.facts import facts_of, item
from bot.forms.claim_form import FORM, NOTE, facts_about
from bot.forms.drafts import drop, given
from bot.forms.steps import open_form, pressed_draft, reopen, take
from bot.handlers.marking import mark
from bot.handlers.round_card import refresh_latest
from bot.transaction import Work
from register.duties import duty_line, returned_because
from register.states import DutyState
from register.tables import Button


async def open_claim(work: Work, button: Button) -> None:
    line = await duty_line(work.session, button.target or 0)
    if line is None:
        raise Refusal("duty-unknown")
    if line.duty.state is not DutyState.OPEN:
        raise Refusal("duty-not-open", number=line.task.number, state=line.duty.state.value)
    about = facts_about(line, await returned_because(work.session, line.duty.id or 0))
    await open_form(work, FORM, line.duty.id or 0, about)


async def no_files(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    await take(work, FORM, draft, "", turn=True)


async def edit(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    await reopen(work, FORM, draft, NOTE)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button, anywhere=True)
    await drop(work, draft)
    await mark(work, "form-dropped")


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    words = given(draft)[NOTE]
    claimed = await claim(work.session, work.desk.rules, work.actor, draft.target, words, draft.id, work.at)
    facts = facts_of(claimed) | {
        "items": [item(claimed.task, claimed.title, "claimed", claimed.milestone)],
        "when": work.at.isoformat(),
    }
    await work.turn_card("claim-filed", facts, kind="receipt")
    if claimed.answered_quarter is not None:
        await refresh_latest(work, button.target or 0)
