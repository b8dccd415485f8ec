"""The short line of messages already claimed, waiting for the gate. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from outbox.gate import Gate


@dataclass(frozen=True)
class Waiting:
    """As much of a claimed message as its place in the line depends on."""

    id: int
    fence: int
    address: str
    group: str
    priority: int
    expires: datetime | None


class Line:
    """Urgent ones first; among equals each group takes its turn; then the oldest."""

    def __init__(self) -> None:
        self._ranked: dict[int, tuple[tuple[int, int, int], Waiting]] = {}

    def __len__(self) -> int:
        return len(self._ranked)

    def __iter__(self) -> Iterator[Waiting]:
        return (waiting for _, waiting in sorted(self._ranked.values(), key=lambda pair: pair[0]))

    def add(self, claimed: Iterable[Waiting]) -> None:
        turns = Counter((waiting.priority, waiting.group) for _, waiting in self._ranked.values())
        for waiting in sorted(claimed, key=lambda one: one.id):
            queue = (waiting.priority, waiting.group)
            turns[queue] += 1
            self._ranked[waiting.id] = ((waiting.priority, turns[queue], waiting.id), waiting)

    def remove(self, waiting: Iterable[Waiting]) -> None:
        for one in waiting:
            self._ranked.pop(one.id, None)

    def clear(self) -> None:
        self._ranked.clear()

    def worst_priority(self) -> int | None:
        """The priority of those who can wait longest; None when nobody waits."""
        return max((waiting.priority for _, waiting in self._ranked.values()), default=None)

    def room(self, size: int, before: int | None = None) -> int:
        """How many more may join a line of ``size``; with ``before``, counting only the more urgent ones."""
        ahead = sum(1 for _, one in self._ranked.values() if before is None or one.priority < before)
        return max(0, size - ahead)

    def choose(self, gate: Gate, *, busy: Collection[str], count: int, now: datetime, ticks: float) -> list[Waiting]:
        """The next ``count`` who may leave within ``HORIZON`` of ``ticks`` (the gate's time), none to a busy address.

        Those who have expired need no gate: they are chosen to be dropped.
        """
        chosen: list[Waiting] = []
        taken = set(busy)
        slot = max(ticks, gate.ready_in_all(ticks))
        for one in self:
            if one.expires is not None and one.expires <= now:
                chosen.append(one)
            elif (
                max(slot, gate.address_ready_at(one.address)) <= ticks + HORIZON
                and len(chosen) < count
                and one.address not in taken
            ):
                chosen.append(one)
                taken.add(one.address)
                slot += gate.interval
        return chosen

    def next_at(self, gate: Gate, *, busy: Collection[str], ticks: float) -> float | None:
        """When the gate may let the next one through; None when nobody waits for the gate."""
        times = [gate.ready_at(one.address, ticks) for _, one in self._ranked.values() if one.address not in busy]
        return min(times, default=None)


HORIZON = 0.1
"""Seconds that a message is marked ahead of its slot, so that the commit does not upset the pacing."""
