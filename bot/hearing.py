"""Until when people could be heard: what was said during an outage of ours must not count as said late."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from database.clock import Clock
from database.engine import Database
from register.tables import Checkpoint

log = structlog.get_logger(__name__)

HEARD = "updates-heard"
KEPT = timedelta(hours=24)
"""So long Telegram keeps what nobody fetches (Bot API, getUpdates)."""
_NOTE_EVERY = timedelta(minutes=1)
_OUTAGE = timedelta(minutes=2)
"""Who was heard so long ago at most is heard still: the note is made once a minute."""

Gap = Callable[[AsyncSession, datetime, datetime], Awaitable[None]]
"""Told in the transaction that records it: nobody could be heard from … to …, and messages may be lost."""


class Hearing:
    """What one process knows of it; the note in the database outlives the process."""

    def __init__(self, database: Database, clock: Clock, on_gap: Gap) -> None:
        self._database, self._clock, self._on_gap = database, clock, on_gap
        self._noted: datetime | None = None
        self._begun = False
        self.deaf_since: datetime | None = None

    @property
    def deaf(self) -> bool:
        """Whether people may have said something that we have not heard yet."""
        return not self._begun or self.deaf_since is not None

    async def begin(self) -> None:
        """Go on where the last run stopped; the time since then was an outage. Once for each run."""
        if self._begun:
            return
        async with self._database.reading() as session:
            heard = await session.get(Checkpoint, HEARD)
        self.deaf_since, self._begun = heard.at if heard is not None else None, True

    def lost(self) -> None:
        """Nothing can be heard from now on."""
        self.deaf_since = self.deaf_since or self._clock.now()

    async def back(self) -> None:
        """The server answers: if it has forgotten some of what was said meanwhile, somebody must know."""
        now, since = self._clock.now(), self.deaf_since
        if since is not None and now - since > KEPT:
            async with self._database.writing() as session:
                await self._on_gap(session, since, now)
            log.warning("updates may have been lost", action="updates_lost", since=since.isoformat())

    def caught_up(self) -> None:
        """What waited out the outage has all been heard."""
        self.deaf_since = None

    async def note(self) -> None:
        """Remember, once a minute, that we could hear."""
        now = self._clock.now()
        if self._noted is not None and now - self._noted < _NOTE_EVERY:
            return
        async with self._database.writing() as session:
            row = await session.get(Checkpoint, HEARD) or Checkpoint(name=HEARD, at=now)
            row.at = max(row.at, now)
            session.add(row)
        self._noted = now


async def deaf_since(session: AsyncSession, now: datetime) -> datetime | None:
    """Since when nobody was heard, by the note of whichever process heard last; None when there is no outage."""
    heard = await session.get(Checkpoint, HEARD)
    return heard.at if heard is not None and now - heard.at > _OUTAGE else None
