"""What follows the commit: the answer to a press, command menus. Best effort, without a record."""

from __future__ import annotations

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.desk import Desk
from bot.transaction import Toast, Work
from outbox.enqueue import enqueue
from outbox.message import Owed, Priority

log = structlog.get_logger(__name__)

_LONGEST_TOAST = 200


async def after_commit(bot: Bot, desk: Desk, work: Work) -> None:
    """Never raises: the act itself is done."""
    try:
        await _answer_press(bot, desk, work)
        for afterwards in work.afterwards:
            await afterwards(bot)
    except Exception as error:
        log.warning("what follows an act failed", action="farewell_failed", kind=type(error).__name__)


async def _answer_press(bot: Bot, desk: Desk, work: Work) -> None:
    if work.query_id is None:
        return
    toast = work.toast or Toast("")
    try:
        await bot.answer_callback_query(work.query_id, toast.words[:_LONGEST_TOAST] or None, show_alert=toast.alert)
    except TelegramError as error:
        log.info("a press was answered too late", action="toast_failed", kind=type(error).__name__)
        if toast.alert:
            await _say_instead(desk, work, toast)


async def _say_instead(desk: Desk, work: Work, toast: Toast) -> None:
    """The words that the person must not miss come as a message."""
    owed = Owed(
        key=f"answer/{work.update_id}/toast",
        address=str(work.actor.chat_id),
        owner=work.actor.label,
        kind="other",
        template="said",
        facts={"words": toast.words},
        priority=Priority.ANSWER,
    )
    async with desk.database.writing() as session:
        await enqueue(session, [owed], desk.clock.now())
    desk.nudge()
