"""Waiting when there is nothing to do, without holding up anybody."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from sqlalchemy import exists, select

from database.clock import Clock
from database.engine import Database
from outbox.message import DeliveryState, messages

POLL = 1.0
"""Seconds between two looks at what others wrote and what has become due."""


async def woken(wake: asyncio.Event, seconds: float) -> None:
    """Wait for ``wake``, but not longer than ``seconds``.

    Not by ``asyncio.wait_for``: in Python 3.11 it swallows a cancellation that comes together with the wake-up, and a
    loop that was told to end goes on for ever.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await wake.wait()


class Lull:
    """Looks by reading only: an idle dispatcher never asks for the writer's turn."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._looked = time.monotonic()

    async def over(self, wake: asyncio.Event, seconds: float | None) -> bool:
        """Wait for ``wake``, ``seconds`` or the next look; returns whether the look found something due."""
        await woken(wake, POLL if seconds is None else min(POLL, seconds))
        if time.monotonic() - self._looked < POLL:
            return False
        self._looked = time.monotonic()
        return await self._anything_due()

    async def _anything_due(self) -> bool:
        waiting = exists().where(messages.c.state == DeliveryState.PENDING, messages.c.not_before <= self._clock.now())
        async with self._database.reading() as session:
            connection = await session.connection()
            return bool((await connection.execute(select(waiting))).scalar_one())
