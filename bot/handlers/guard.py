"""Every handler runs behind this guard: a refusal undoes the act and is answered politely."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CallbackContext

from actions.refusal import Refusal
from bot.transaction import Toast, Work, current

Step = Callable[[Work, Update], Awaitable[None]]
Callback = Callable[[Update, CallbackContext[Any, Any, Any, Any]], Coroutine[Any, Any, None]]


def guarded(step: Step) -> Callback:
    """The step as the library calls it."""

    async def callback(update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        work = current()
        try:
            async with work.session.begin_nested():
                await step(work, update)
        except Refusal as refusal:
            await _refuse(work, refusal)

    return callback


async def _refuse(work: Work, refusal: Refusal) -> None:
    """A press is answered over the chat, anything else in it."""
    work.start_over()
    if work.query_id is not None:
        refuse_over_chat(work, refusal)
    else:
        words = work.desk.templates.words.say("refusals", refusal.word, refusal.facts)
        await work.reply("said", {"words": words})


def refuse_over_chat(work: Work, refusal: Refusal) -> None:
    """Say why over the chat, beside what the chat itself shows instead."""
    words = work.desk.templates.words.say("refusals", refusal.word, refusal.facts)
    work.toast = Toast(words, alert=True)


def toast(work: Work, word: str, **facts: Any) -> None:
    """A few words over the chat, beside what the chat itself shows."""
    work.toast = Toast(work.desk.templates.words.say("toasts", word, facts))
