"""Which of several processes leads: the one that holds the lease. The others stand by until it is their turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from database.engine import Database
from database.leases import SERVER_TIME, Lease, acquire, release, renew
from outbox.care import store_at_fault

log = structlog.get_logger(__name__)

LEASE_SECONDS = 25.0
"""With the look of the next one and the start of its work, a dead leader is missed for less than thirty seconds."""
_NAME = "leader"
_LOOK_AGAIN = 1.0
_STORE_TROUBLE = (SQLAlchemyError, OSError, TimeoutError)

Work = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class _Held:
    lease: Lease
    safe_until: float
    """By our own monotonic time; from then on we are as silent as if the lease had run out."""


class Leadership:
    """Runs the leader's work in one process at a time.

    A third of the lease's time after it was renewed it is renewed again. Two thirds after it, by this process's own
    monotonic time, the work is broken off: the last third is for what is under way to come to its end, so that the
    next leader never meets this one, even if this one cannot reach the database any more. Whatever a process that was
    stopped for a while does in the moment of its waking is held off by the fences of the rows themselves.
    """

    def __init__(self, database: Database, holder: str, *, seconds: float) -> None:
        """``seconds``: the lease's time. With SQLite there is nobody else, so there is nothing to hold."""
        self._database, self._holder, self._seconds = database, holder, seconds
        self.leads = False
        """Whether the work is being done here now."""

    async def run(self, work: Work) -> None:
        """Work whenever it is our turn, until cancelled. Trouble with the database ends a term, any other error all."""
        while True:
            held = None if self._database.is_sqlite else await self._our_turn()
            try:
                await self._term(held, work)
            except Exception as error:
                if not store_at_fault(error):
                    raise
                _complain("the database is in trouble", error)
            await asyncio.sleep(self._look_again)

    @property
    def _look_again(self) -> float:
        return min(_LOOK_AGAIN, self._seconds / 10)

    async def _our_turn(self) -> _Held:
        told = False
        while (held := await self._acquire()) is None:
            if not told:
                log.warning("another process leads; standing by", action="standing_by", holder=self._holder)
                told = True
            await asyncio.sleep(self._look_again)
        return held

    async def _acquire(self) -> _Held | None:
        begun = time.monotonic()
        try:
            async with self._database.at_once() as session:
                lease = await acquire(session, _NAME, self._holder, SERVER_TIME, self._seconds)
        except _STORE_TROUBLE as error:
            _complain("nobody knows who leads; standing by", error)
            return None
        return None if lease is None else self._held(lease, begun)

    async def _term(self, held: _Held | None, work: Work) -> None:
        """Until the lease cannot be counted upon, or the work ends by an error, which is raised."""
        working = asyncio.ensure_future(work())
        holding = asyncio.ensure_future(self._hold(held))
        self.leads = True
        log.info("this process leads", action="leading", holder=self._holder)
        try:
            await asyncio.wait({working, holding}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                log.warning("the lease may run out; this process falls silent", action="falling_silent")
        finally:
            self.leads = False
            await _ended(working)
            await _ended(holding)
            if held is not None:
                await self._release(held.lease)
        if not working.cancelled():
            working.result()

    async def _hold(self, held: _Held | None) -> None:
        """Renew in good time; returns when another has the lease, or when it might soon be free for another."""
        if held is None:
            await asyncio.get_running_loop().create_future()
        pause = self._seconds / 3
        while held is not None and (left := held.safe_until - time.monotonic()) > 0:
            await asyncio.sleep(min(pause, left))
            try:
                async with asyncio.timeout(held.safe_until - time.monotonic()):
                    held = await self._renewed(held.lease)
                pause = self._seconds / 3
            except _STORE_TROUBLE as error:
                _complain("the lease could not be renewed yet", error)
                pause = self._look_again

    async def _renewed(self, lease: Lease) -> _Held | None:
        begun = time.monotonic()
        async with self._database.at_once() as session:
            kept = await renew(session, lease, SERVER_TIME, self._seconds)
        return None if kept is None else self._held(kept, begun)

    def _held(self, lease: Lease, begun: float) -> _Held:
        """Counted from before the question: the answer may have been long under way."""
        return _Held(lease, begun + self._seconds * 2 / 3)

    async def _release(self, lease: Lease) -> None:
        """If it cannot be given back, it runs out."""
        with suppress(*_STORE_TROUBLE):
            async with asyncio.timeout(_LOOK_AGAIN), self._database.at_once() as session:
                await release(session, lease, SERVER_TIME)


async def _ended(task: asyncio.Future[None]) -> None:
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()  # looked at here, so that nobody calls it forgotten when this process is being stopped


def _complain(sentence: str, error: Exception) -> None:
    log.warning(sentence, action="store_in_trouble", error=type(error).__name__)
