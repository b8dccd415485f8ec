"""Hears what people do: an update is committed before the offset moves past it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.inbox import next_offset, receive
from bot.source import AnotherListensError, SourceSilentError, UpdateSource
from database.clock import Clock
from database.engine import Database
from register.tables import Checkpoint

log = structlog.get_logger(__name__)

HEARD = "updates-heard"
KEPT = timedelta(hours=24)
"""So long Telegram keeps what nobody fetches (Bot API, getUpdates)."""
Gap = Callable[[AsyncSession, datetime, datetime], Awaitable[None]]
"""Told in the transaction that records it: nobody could be heard from … to …, and messages may be lost."""
_STAND_BY = 15.0
_STORE_PAUSE = 5.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_NOTE_EVERY = 60.0


class Poller:
    """The loop between the Bot API and the inbox."""

    def __init__(
        self,
        source: UpdateSource,
        database: Database,
        clock: Clock,
        arrived: Callable[[], None],
        on_gap: Gap,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``arrived`` wakes the worker; ``on_gap`` hears of an outage longer than the server keeps updates."""
        self._source, self._database, self._clock = source, database, clock
        self._arrived, self._on_gap, self._sleep = arrived, on_gap, sleep
        self._offset: int | None = None
        self._deaf_since: datetime | None = None
        self._noted: datetime | None = None
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
            self._deaf_since = self._deaf_since or self._clock.now()
            log.error("what came cannot be kept", action="store_in_trouble", error=type(error).__name__)  # noqa: TRY400 - its text may hold what people wrote
            await self._sleep(_STORE_PAUSE)

    async def take_in(self) -> int:
        """One request without any patience for trouble; returns how many updates were new."""
        if self._offset is None:
            await self._begin()
        updates = await self._fetch()
        now = self._clock.now()
        if self._deaf_since is not None and now - self._deaf_since > KEPT:
            await self._tell_gap(self._deaf_since, now)
        new = 0
        if updates:
            async with self._database.writing() as session:
                new = await receive(session, updates, now, deaf_since=self._deaf_since)
            self._offset = max(int(update["update_id"]) for update in updates) + 1
            self._arrived()
        else:
            self._deaf_since = None  # what waited out the outage has all been heard
        self._pause = _FIRST_PAUSE
        await self._note(now)
        return new

    @property
    def deaf(self) -> bool:
        """Whether people may have said something that we have not heard yet."""
        return self._offset is None or self._deaf_since is not None

    async def _fetch(self) -> list[dict[str, Any]]:
        try:
            # After an outage only what is there already may count as made during it: that request does not wait.
            return await self._source.fetch(self._offset or 0, wait=self._deaf_since is None)
        except (AnotherListensError, SourceSilentError):
            self._deaf_since = self._deaf_since or self._clock.now()
            raise

    async def _begin(self) -> None:
        """Go on where the last run stopped; the time since then was an outage."""
        async with self._database.reading() as session:
            offset, heard = await next_offset(session), await session.get(Checkpoint, HEARD)
        self._offset, self._deaf_since = offset, heard.at if heard is not None else None

    async def _tell_gap(self, since: datetime, now: datetime) -> None:
        async with self._database.writing() as session:
            await self._on_gap(session, since, now)
        log.warning("updates may have been lost", action="updates_lost", since=since.isoformat())

    async def _note(self, now: datetime) -> None:
        """Remember, once a minute, that we could hear."""
        if self._noted is not None and (now - self._noted).total_seconds() < _NOTE_EVERY:
            return
        async with self._database.writing() as session:
            row = await session.get(Checkpoint, HEARD) or Checkpoint(name=HEARD, at=now)
            row.at = max(row.at, now)
            session.add(row)
        self._noted = now
