"""A stage for stories of delivery: a scripted channel, a still clock, and dispatchers that can be left for dead."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from database.clock import SteerableClock
from database.engine import Database
from outbox.channel import Hooks, Wanted, as_written
from outbox.dispatch import NO_HOOKS, Dispatcher
from outbox.enqueue import enqueue
from outbox.gate import UNLIMITED, Gate, Pace
from outbox.message import DeliveryState, Message, Owed
from outbox.outcome import Outcome, Sent

NOON = datetime(2021, 6, 23, 4, 0, tzinfo=UTC)

PENDING, CLAIMED, SENDING, SENT, UNCERTAIN, FAILED, CANCELLED = DeliveryState


def owed(key: str, address: str = "7", **changes: object) -> Owed:
    return Owed.model_validate({"key": key, "address": address, "kind": "digest", "template": "digest"} | changes)


@dataclass
class ScriptedChannel:
    """Answers as told, per address; otherwise takes everything and numbers it."""

    script: dict[str, deque[Outcome | Exception]] = field(default_factory=lambda: defaultdict(deque))
    taken: list[tuple[str, str]] = field(default_factory=list)
    """(address, text) of every attempt, in order."""
    messages: list[Message] = field(default_factory=list)
    hang: bool = False
    released: asyncio.Event = field(default_factory=asyncio.Event)
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    most_at_once: int = 0
    _now: int = 0

    def says(self, address: str, *answers: Outcome | Exception) -> None:
        self.script[address].extend(answers)

    def render(self, message: Message) -> list[str]:
        if message.template == "broken":
            raise ValueError("no such word")
        mark = "重发 " if message.facts.get("resent") else ""
        return [mark + part for part in str(message.facts.get("text", message.key)).split("|")]

    async def deliver(self, message: Message, text: str) -> Outcome:
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            self.taken.append((message.address, text))
            self.messages.append(message)
            self.entered.set()
            await (self.released.wait() if self.hang else asyncio.sleep(0))
        finally:
            self._now -= 1
        answer = self.script[message.address].popleft() if self.script[message.address] else None
        if isinstance(answer, Exception):
            raise answer
        return answer or Sent(str(len(self.taken)))

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.taken]


class StillTime:
    """Monotonic time that passes only while somebody waits for it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


class Stage:
    """One store, one channel, one clock."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SteerableClock(NOON, runs=False)
        self.channel = ScriptedChannel()
        self.time = StillTime()

    def dispatcher(
        self,
        *,
        holder: str = "one",
        wanted: Wanted = as_written,
        hooks: Hooks = NO_HOOKS,
        pace: Pace = UNLIMITED,
        in_flight: int = 32,
    ) -> Dispatcher:
        return Dispatcher(
            self.database,
            self.clock,
            self.channel,
            Gate(pace),
            wanted,
            holder=holder,
            hooks=hooks,
            in_flight=in_flight,
            monotonic=self.time,
            sleep=self.time.sleep,
        )

    async def owe(self, *what: Owed) -> list[int]:
        async with self.database.writing() as session:
            return await enqueue(session, what, self.clock.now())

    async def rows(self) -> list[Message]:
        async with self.database.reading() as session:
            return list(await session.exec(select(Message).order_by(Message.id)))  # type: ignore[arg-type]  # a column

    async def row(self, key: str) -> Message:
        """The newest row with this key."""
        return [row for row in await self.rows() if row.key == key][-1]

    async def states(self) -> list[DeliveryState]:
        return [row.state for row in await self.rows()]

    def later(self, **span: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(**span))
        self.time.now += timedelta(**span).total_seconds()


async def left_for_dead(stage: Stage, dispatcher: Dispatcher) -> asyncio.Task[int]:
    """Run a step until the channel holds a message, and walk away: what a kill leaves behind.

    The returned task ends when the channel is released: that is the dead one's late mark.
    """
    stage.channel.hang = True
    step = asyncio.create_task(dispatcher.step())
    await stage.channel.entered.wait()
    stage.channel.hang = False
    return step
