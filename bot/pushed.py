"""Where the server pushes updates to the webhook: whether any still wait there is asked of it."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.hearing import Hearing
from bot.source import TokenRejectedError

log = structlog.get_logger(__name__)

_LOOK_AGAIN = 10.0


class PushedUpdates:
    """Keeps the note of hearing up to date; the updates themselves go from the board into the inbox."""

    def __init__(self, bot: Bot, hearing: Hearing) -> None:
        self._bot, self._hearing = bot, hearing

    async def run(self) -> None:
        """Until cancelled; TokenRejectedError when the server does not know the bot."""
        while True:
            await self.look()
            await asyncio.sleep(_LOOK_AGAIN)

    async def look(self) -> None:
        """One question; trouble is waited out."""
        await self._hearing.begin()
        try:
            waiting = (await self._bot.get_webhook_info()).pending_update_count
        except InvalidToken as error:
            raise TokenRejectedError(error.message) from error
        except TelegramError as error:
            log.warning("the server does not answer", action="webhook_unknown", kind=type(error).__name__)
            self._hearing.lost()
            return
        await self._hearing.back()
        if waiting == 0:
            self._hearing.caught_up()
            await self._hearing.note()
