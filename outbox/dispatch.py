"""The dispatcher: a loop over one small step that claims, marks, sends and records."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from database.clock import Clock
from database.engine import Database
from outbox.care import store_at_fault
from outbox.channel import Channel, Hooks, Wanted
from outbox.flight import Flight
from outbox.gate import Gate
from outbox.lull import Lull, woken
from outbox.turn import Setting, Turn

log = structlog.get_logger(__name__)

GRACE = 6.0
"""Seconds that messages under way have to land when the service stops: longer than an answer is awaited, and short
enough that a slow machine has ended before anybody loses patience after ten."""
_TOGETHER = 0.02
"""Seconds for which nudges are answered by one look while the gate holds up what is claimed: in a rush there is one for
each press, and every look takes the writer's turn from the next press."""

NO_HOOKS = Hooks()


class NotLetInError(Exception):
    """The other side does not know us (a wrong token): nothing can leave until a person has seen to it."""


class Dispatcher:
    """Sends what is owed through a channel, and records what became of it.

    Each transaction does everything that there is to do at that moment: it records the outcomes that came in while the
    one before it was committed, claims more, and marks the next ones as being sent. So a busy dispatcher shares its
    commits among many messages, and a lone message waits for nobody.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        channel: Channel,
        gate: Gate,
        wanted: Wanted,
        *,
        holder: str,
        hooks: Hooks = NO_HOOKS,
        in_flight: int = 32,
        lease_seconds: float = 30.0,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """``holder`` names this dispatcher and stays the same when it starts again; no two alive may share it."""
        setting = Setting(database, clock, channel, gate, wanted, hooks, holder, in_flight, lease_seconds, monotonic)
        self._flight = Flight(channel, gate, lease_seconds, monotonic, sleep)
        self._turn = Turn(setting, self._flight)
        self._lull = Lull(database, clock)
        self._sleep = sleep
        self._stopping = False

    @property
    def halted(self) -> str | None:
        """Why nothing is sent any more although no message is to blame (a wrong token); None while sending goes on."""
        return self._flight.halted

    def nudge(self) -> None:
        """Something new is owed: look at once. To be called after the commit."""
        self._turn.look()
        self._flight.wake.set()

    async def step(self) -> int:
        """Send what may leave now, wait until it is recorded; returns how many messages were dealt with."""
        before = self._turn.handled
        self._turn.look()
        await self._turn.take()
        await self._flight.all_landed()
        await self._turn.take(begin=False)
        return self._turn.handled - before

    async def drain(self) -> int:
        """Go on until nothing that may leave is due now, waiting for the gate; returns how many were dealt with."""
        before = self._turn.handled
        self._turn.look()
        while True:
            moved = await self._turn.take()
            if self._flight.busy:
                await self._flight.one_landed()
            elif not moved:
                wait = self._turn.ticks_to_next()
                if wait is None:
                    return self._turn.handled - before
                await self._sleep(wait)

    async def run(self) -> None:
        """Send whatever becomes due until ``stop`` is called; trouble with the database is waited out.

        Raises NotLetInError, with everything recorded and nothing failed, when the fault is our own.
        """
        while not self._stopping and self.halted is None:
            self._flight.wake.clear()
            try:
                if not await self._turn.take() and await self._something_new():
                    self._turn.look()
            except Exception as error:
                _complain(error)
                await woken(self._flight.wake, 1.0)
        await self._flight.break_off(GRACE)
        await self._turn.close()
        if self.halted is not None:
            raise NotLetInError(self.halted)

    async def _something_new(self) -> bool:
        """Wait until there may be something to do; True when others wrote what is due."""
        held_up = self._turn.ticks_to_next()
        if held_up is not None:
            await self._sleep(min(held_up, _TOGETHER))
        return await self._lull.over(self._flight.wake, self._turn.ticks_to_next())

    def stop(self) -> None:
        """Begin nothing more; ``run`` returns within ten seconds, with nothing left in ``sending`` or claimed."""
        self._stopping = True
        self._flight.wake.set()


def _complain(error: Exception) -> None:
    if store_at_fault(error):
        log.error("the database is in trouble", action="store_in_trouble", error=type(error).__name__)
    else:
        log.error("a step failed", action="dispatch_failed", exc_info=error)
