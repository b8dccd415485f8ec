"""One transaction of the dispatcher: record what landed, claim more, mark what leaves next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from database.clock import Clock
from database.engine import Database
from database.leases import shared_now
from outbox.care import Care, store_at_fault
from outbox.channel import Channel, Hooks, Wanted
from outbox.claims import Claimant, abandoned, claim, give_back, recover, take
from outbox.departure import Desk, Ready
from outbox.flight import Flight
from outbox.gate import Gate
from outbox.journal import tell
from outbox.line import HORIZON, Line
from outbox.outcome import Doubtful
from outbox.settle import Attempt, Settled, settle

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Setting:
    """All that a dispatcher is given."""

    database: Database
    clock: Clock
    channel: Channel
    gate: Gate
    wanted: Wanted
    hooks: Hooks
    holder: str
    in_flight: int
    lease_seconds: float
    monotonic: Callable[[], float]


class Turn:
    """Takes turns at the database; holds the short line of what is claimed."""

    def __init__(self, setting: Setting, flight: Flight) -> None:
        self._set = setting
        self._flight = flight
        self._line = Line()
        # Enough to choose from, so that a chat at its limit does not hold up the others.
        self._size = setting.in_flight * 4
        self._look = True
        self._more = True
        self._orphans = True
        self._recover_at = 0.0
        self._line_since = 0.0
        self.handled = 0

    def look(self) -> None:
        """Something may be due that was not there at the last look."""
        self._look = True

    def ticks_to_next(self) -> float | None:
        """Seconds until the gate may let a claimed message through; None when it is not the gate that we wait for."""
        if self._flight.halted is not None or self._flight.busy >= self._set.in_flight:
            return None
        ticks = self._set.monotonic()
        at = self._line.next_at(self._set.gate, busy=self._flight.addresses(), ticks=ticks)
        return None if at is None else max(at - HORIZON - ticks, 0.001)

    async def take(self, *, begin: bool = True) -> int:
        """Take one turn; returns how many messages it moved. An error in one message does not stop the others.

        Raises when the database is in trouble; what has landed is then kept for the next turn.
        """
        if not self._something_to_do(begin):
            return 0
        try:
            return await self._transact(Care(), begin)
        except Exception as error:
            self._start_over()
            if store_at_fault(error):
                raise
        try:
            return await self._transact(Care(cautious=True), begin)
        except Exception:
            self._start_over()
            raise

    async def close(self) -> None:
        """Record what has landed and let others have the rest."""
        await self.take(begin=False)
        if self._line:
            async with self._set.database.writing() as session:
                await self._clear_line(session, await shared_now(session, self._set.clock))

    def _something_to_do(self, begin: bool) -> bool:
        if self._flight.landed:
            return True
        waiting = self._look or bool(self._line) or self._set.monotonic() >= self._recover_at
        return begin and waiting and (self._flight.halted is None or bool(self._line))

    def _start_over(self) -> None:
        """The transaction is undone, or nobody knows: whatever is held in our name is looked at anew."""
        self._line.clear()
        self._look = self._orphans = True
        self._recover_at = 0.0

    async def _transact(self, care: Care, begin: bool) -> int:
        landed, marked_at = list(self._flight.landed), self._set.monotonic()
        ready: list[Ready] = []
        taken = 0
        async with self._set.database.writing() as session:
            now = await shared_now(session, self._set.clock)
            settled = await settle(session, landed, self._set.hooks, care, now)
            if begin:
                settled += await self._recover(session, care, now)
                await self._refresh_line(session, now, freed=bool(landed))
                taken, ready = await self._send_off(session, care, now)
                self._look = self._look or taken > len(ready)  # what was dropped leaves its address free
        # More may have landed during the commit; that belongs to the next turn.
        del self._flight.landed[: len(landed)]
        self.handled += len(landed) + taken - len(ready)
        tell(settled)
        self._flight.start(ready, marked_at)
        return len(landed) + taken

    async def _recover(self, session: AsyncSession, care: Care, now: datetime) -> list[Settled]:
        """What a dead dispatcher was sending is in doubt; what it had only claimed is due again."""
        ticks = self._set.monotonic()
        if ticks < self._recover_at:
            return []
        keep = self._flight.numbers() | {waiting.id for waiting in self._line}
        run_out = abandoned(now, keep, self._set.holder if self._orphans else None)
        left = await recover(session, run_out, now)
        doubtful = [Attempt(message, Doubtful("发送途中中断")) for message in left]
        self._orphans = False
        self._recover_at = ticks + self._set.lease_seconds / 3
        return await settle(session, doubtful, self._set.hooks, care, now)

    async def _refresh_line(self, session: AsyncSession, now: datetime, *, freed: bool) -> None:
        if self._flight.halted is not None:
            await self._clear_line(session, now)
            return
        ticks = self._set.monotonic()
        if self._line and ticks - self._line_since > self._set.lease_seconds / 2:
            await self._clear_line(session, now)
        self._more = self._more or freed
        if self._look or (self._more and len(self._line) <= self._size // 2):
            await self._claim(session, now)

    async def _claim(self, session: AsyncSession, now: datetime) -> None:
        if not self._line:
            self._line_since = self._set.monotonic()
        room, before = self._line.room(self._size), None
        if room == 0:
            before = self._line.worst_priority()
            room = self._line.room(self._size, before)
        self._look = False  # before the question: what is written while it is being answered calls for another look
        claimed = await claim(session, self._claimant(now), room, before)
        self._line.add(claimed)
        self._more = before is not None or len(claimed) == room

    async def _clear_line(self, session: AsyncSession, now: datetime) -> None:
        if self._line:
            await give_back(session, list(self._line), self._set.holder, now)
        self._line.clear()
        self._look = True

    async def _send_off(self, session: AsyncSession, care: Care, now: datetime) -> tuple[int, list[Ready]]:
        chosen = self._line.choose(
            self._set.gate,
            busy=self._flight.addresses(),
            count=self._set.in_flight - self._flight.busy,
            now=now,
            ticks=self._set.monotonic(),
        )
        if not chosen:
            return 0, []
        self._line.remove(chosen)
        taken = await take(session, chosen)
        desk = Desk(self._set.channel, self._set.wanted, care)
        return len(taken), await desk.send_off(session, taken, now, self._claimant(now).until)

    def _claimant(self, now: datetime) -> Claimant:
        return Claimant(self._set.holder, now, now + timedelta(seconds=self._set.lease_seconds))
