"""The presses of every form that asks a reason; another command sets such a form aside."""

from __future__ import annotations

from telegram import Update

from actions.refusal import Refusal
from bot.forms.drafts import about, drop, given, my_draft, set_aside, unfinished
from bot.forms.reason_form import REASON, ReasonForm, return_to_card
from bot.forms.steps import pressed_draft, reopen, say_kept
from bot.handlers.guard import Step
from bot.handlers.marking import mark
from bot.handlers.saying import FORMS
from bot.transaction import Work
from register.tables import Button, Draft


async def confirm(work: Work, button: Button) -> None:
    """The act is done, and the card it began on shows the result."""
    form, draft = await _pressed(work, button)
    await mark(work, "reason-confirmed")
    await return_to_card(work, draft)
    await form.decide(work, draft, given(draft)[REASON])
    await drop(work, draft)


async def edit(work: Work, button: Button) -> None:
    form, draft = await _pressed(work, button)
    await reopen(work, form, draft, REASON)


async def cancel(work: Work, button: Button) -> None:
    _, draft = await _named(work, button)
    await drop(work, draft)
    await mark(work, "reason-dropped")


def closing(step: Step) -> Step:
    """The step of a command: a reason is not asked for any more, so that nothing said next is taken for one.

    What was written of it is kept, and the person is told either way.
    """

    async def run(work: Work, update: Update) -> None:
        asked = _asking(await my_draft(work))
        if asked is not None:
            opened = about(asked[1])
            kept = await set_aside(work)
            await (say_kept(work, kept) if kept is not None else work.reply("form-dropped", {"open": opened}))
        await step(work, update)

    return run


async def _pressed(work: Work, button: Button) -> tuple[ReasonForm, Draft]:
    """The form of the pressed button; Refusal when its question has been passed."""
    form, draft = await _named(work, button)
    await pressed_draft(work, form, button)
    return form, draft


async def _named(work: Work, button: Button) -> tuple[ReasonForm, Draft]:
    """The form whose draft the button names, at hand or set aside."""
    for draft in [await my_draft(work), *await unfinished(work)]:
        found = _asking(draft)
        if found is not None and found[1].id == button.version:
            return found
    raise Refusal("draft-gone")


def _asking(draft: Draft | None) -> tuple[ReasonForm, Draft] | None:
    form = FORMS[draft.form] if draft is not None else None
    return (form, draft) if draft is not None and isinstance(form, ReasonForm) else None
