"""Hears what people do: an update is committed before the offset moves past it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.hearing import Hearing
from bot.inbox import next_offset, receive
from bot.source import AnotherListensError, SourceSilentError, UpdateSource
from database.clock import Clock
from database.engine import Database

log = structlog.get_logger(__name__)

_STAND_BY = 15.0
_STORE_PAUSE = 5.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class Poller:
    """The loop between the Bot API and the inbox."""

    def __init__(
        self,
        source: UpdateSource,
        database: Database,
        clock: Clock,
        arrived: Callable[[], None],
        hearing: Hearing,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``arrived`` wakes the worker."""
        self._source, self._database, self._clock = source, database, clock
        self._arrived, self._hearing, self._sleep = arrived, hearing, sleep
        self._offset: int | None = None
        self._pause = _FIRST_PAUSE

    async def run(self) -> None:
        """Until cancelled; TokenRejectedError when the server does not know the bot."""
        while True:
            await self.listen()

    async def listen(self) -> None:
        """One request, its updates committed; after trouble a pause."""
        try:
            await self.take_in()
        except AnotherListensError as conflict:
            log.warning("another process receives the updates; standing by", action="poll_conflict", said=str(conflict))
            await self._sleep(_STAND_BY)
        except SourceSilentError as silence:
            pause = max(silence.pause, self._pause)
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
            log.warning("no updates can be received", action="poll_failed", said=str(silence), pause=pause)
            await self._sleep(pause)
        except (SQLAlchemyError, OSError) as error:
            # The server keeps what we cannot; a press among it counts as made when our trouble began.
            self._hearing.lost()
            log.error("what came cannot be kept", action="store_in_trouble", error=type(error).__name__)  # noqa: TRY400 - its text may hold what people wrote
            await self._sleep(_STORE_PAUSE)

    async def take_in(self) -> int:
        """One request without any patience for trouble; returns how many updates were new."""
        if self._offset is None:
            await self._begin()
        updates = await self._fetch()
        await self._hearing.back()
        new = 0
        if updates:
            async with self._database.writing() as session:
                new = await receive(session, updates, self._clock.now(), deaf_since=self._hearing.deaf_since)
            self._offset = max(int(update["update_id"]) for update in updates) + 1
            self._arrived()
        else:
            self._hearing.caught_up()
        self._pause = _FIRST_PAUSE
        await self._hearing.note()
        return new

    async def _begin(self) -> None:
        await self._hearing.begin()
        async with self._database.reading() as session:
            self._offset = await next_offset(session)

    async def _fetch(self) -> list[dict[str, Any]]:
        try:
            # After an outage only what is there already may count as made during it: that request does not wait.
            return await self._source.fetch(self._offset or 0, wait=self._hearing.deaf_since is None)
        except (AnotherListensError, SourceSilentError):
            self._hearing.lost()
            raise
