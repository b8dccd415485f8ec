"""Messages under way: each waits for its slot, is tried once, and lands with an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

from outbox.channel import Channel
from outbox.departure import Ready
from outbox.gate import Gate
from outbox.outcome import Doubtful, Outcome, OwnFault, Wait
from outbox.settle import Attempt

log = structlog.get_logger(__name__)

NOT_YET = Wait(0.0)
"""It never left, and nobody is to blame: due again at once."""


class Flight:
    """What is under way, and what has landed but is not recorded yet."""

    def __init__(
        self,
        channel: Channel,
        gate: Gate,
        lease_seconds: float,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._channel = channel
        self._gate = gate
        self._monotonic = monotonic
        self._sleep = sleep
        # An attempt must be over before others may think that its sender is dead.
        self._patience = lease_seconds * 0.8
        self._under_way: dict[asyncio.Task[None], Ready] = {}
        self.landed: list[Attempt] = []
        self.halted: str | None = None
        self.wake = asyncio.Event()

    @property
    def busy(self) -> int:
        """How many are under way."""
        return len(self._under_way)

    def addresses(self) -> set[str]:
        return {ready.message.address for ready in self._under_way.values()}

    def numbers(self) -> set[int]:
        """Ids of the messages that are under way or not recorded yet."""
        held = [ready.message for ready in self._under_way.values()] + [attempt.message for attempt in self.landed]
        return {message.id for message in held if message.id is not None}

    def start(self, marked: Iterable[Ready], marked_at: float) -> None:
        """Send what is marked as ``sending`` since ``marked_at`` (monotonic), each at its place in the gate's line."""
        for ready in marked:
            slot = self._gate.book(ready.message.address, self._monotonic())
            task = asyncio.create_task(self._fly(ready, slot, marked_at + self._patience))
            self._under_way[task] = ready

    async def one_landed(self) -> None:
        """Wait until something has landed; a task that died of more than an error makes this die too."""
        await self._watch(asyncio.FIRST_COMPLETED)

    async def all_landed(self) -> None:
        await self._watch(asyncio.ALL_COMPLETED)

    async def break_off(self, grace: float) -> None:
        """Give all ``grace`` seconds to land; the rest are broken off, which leaves them in doubt."""
        if self._under_way:
            _, late = await asyncio.wait(set(self._under_way), timeout=grace)
            for task in late:
                task.cancel()
            await self._watch(asyncio.ALL_COMPLETED)

    async def _watch(self, until: str) -> None:
        if self._under_way:
            done, _ = await asyncio.wait(set(self._under_way), return_when=until)
            for task in done:
                task.result()

    async def _fly(self, ready: Ready, slot: float, deadline: float) -> None:
        try:
            outcome = await self._attempt(ready, slot, deadline)
            self.landed.append(Attempt(ready.message, outcome))
        finally:
            self._under_way.pop(_this_task(), None)
            self.wake.set()

    async def _attempt(self, ready: Ready, slot: float, deadline: float) -> Outcome:
        left = False
        try:
            if (wait := slot - self._monotonic()) > 0:
                await self._sleep(wait)
            now = self._monotonic()
            # A lease that ran out meanwhile may have given the message to another; a silence may have been asked for.
            if self.halted is not None or now >= deadline or self._gate.silent_until() > now:
                return NOT_YET
            left = True
            self._gate.left(ready.message.address, now)
            async with asyncio.timeout(deadline - now):
                outcome = await self._channel.deliver(ready.message, ready.text)
        except TimeoutError:
            return Doubtful("等待答复超时")
        except asyncio.CancelledError:
            return Doubtful("停止运行时尚未得到答复") if left else NOT_YET
        except Exception as error:
            kind = type(error).__name__  # its text may hold the address of the server with the token in it
            log.error("the channel failed", action="channel_failed", id=ready.message.id, error=kind)  # noqa: TRY400
            return Doubtful(f"发送出错：{kind}")
        self._heed(outcome)
        return outcome

    def _heed(self, outcome: Outcome) -> None:
        """What stops everything stops it now, not when it is recorded."""
        if isinstance(outcome, Wait):
            self._gate.silence(outcome.seconds, self._monotonic())
            log.warning("asked to wait", action="silence_asked", seconds=outcome.seconds)
        elif isinstance(outcome, OwnFault):
            if self.halted is None:
                log.error("not let in; sending stops", action="sending_halted", reason=outcome.reason)
            self.halted = outcome.reason


def _this_task() -> asyncio.Task[None]:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine that runs has a task
    return task
