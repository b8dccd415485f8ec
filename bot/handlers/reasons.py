"""The presses of every form that asks a reason; another command closes such a form."""

from __future__ import annotations

from telegram import Update

from actions.refusal import Refusal
from bot.forms.drafts import about, drop, given, my_draft, unfinished
from bot.forms.reason_form import REASON, ReasonForm, return_to_card
from bot.forms.steps import pressed_draft, reopen
from bot.handlers.guard import Step
from bot.handlers.marking import mark
from bot.handlers.saying import FORMS
from bot.transaction import Work
from register.tables import Button, Draft


async def confirm(work: Work, button: Button) -> None:
    """The act is done, and the card it began on shows the result."""
    form, draft = await _open(work, button)
    await mark(work, "reason-confirmed")
    await return_to_card(work, draft)
    await form.decide(work, draft, given(draft)[REASON])
    await drop(work, draft)


async def edit(work: Work, button: Button) -> None:
    form, draft = await _open(work, button)
    await reopen(work, form, draft, REASON)


async def cancel(work: Work, button: Button) -> None:
    found = await _reason_asked(work)
    if found is None or (found[0].stop, found[1].target) != (button.act, button.target):
        raise Refusal("draft-gone")
    await drop(work)
    await mark(work, "reason-dropped")


def closing(step: Step) -> Step:
    """The step of a command: a reason that was still asked for is not asked any more, and the person is told."""

    async def run(work: Work, update: Update) -> None:
        found = await _reason_asked(work)
        if found is not None:
            opened = about(found[1])
            await drop(work)
            await work.reply("form-dropped", {"open": opened})
        await step(work, update)

    return run


async def _open(work: Work, button: Button) -> tuple[ReasonForm, Draft]:
    """The form of the pressed button, at hand or set aside."""
    for draft in [await my_draft(work), *await unfinished(work)]:
        found = _asking(draft)
        if found is not None and found[1].id == button.version:
            await pressed_draft(work, found[0], button)
            return found
    raise Refusal("draft-gone")


async def _reason_asked(work: Work) -> tuple[ReasonForm, Draft] | None:
    return _asking(await my_draft(work))


def _asking(draft: Draft | None) -> tuple[ReasonForm, Draft] | None:
    form = FORMS[draft.form] if draft is not None else None
    return (form, draft) if draft is not None and isinstance(form, ReasonForm) else None
