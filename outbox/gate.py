"""Our own rate gate: says when the next message may leave. Pure: time is an argument, in monotonic seconds."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class AddressClass(StrEnum):
    """Which of the receiving side's limits an address falls under."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True)
class Limit:
    """At most ``count`` messages in any ``seconds``, and ``apart`` seconds between two of them at least."""

    count: int
    seconds: float
    apart: float


# A little more than the second that is asked for: the way to the other side shortens some gaps.
_SECOND = 1.05


# 19 a minute in the long run, and 20 in one go: the minute that Telegram counts has three seconds to spare.
_TWENTY = 63.2


@dataclass(frozen=True)
class Pace:
    """How fast messages may leave. The defaults stay under the limits Telegram states (30/s, 1/s, 20/min)."""

    per_second: float = 29.0
    private: Limit = Limit(count=1, seconds=_SECOND, apart=_SECOND)
    group: Limit = Limit(count=20, seconds=_TWENTY, apart=_SECOND)


NO_LIMIT = Limit(count=1, seconds=0.0, apart=0.0)
UNLIMITED = Pace(per_second=math.inf, private=NO_LIMIT, group=NO_LIMIT)
"""For a rehearsal or a demo, where nobody counts."""


def telegram_class(address: str) -> AddressClass:
    """Telegram gives groups and channels negative chat ids."""
    return AddressClass.GROUP if address.startswith("-") else AddressClass.PRIVATE


class Gate:
    """Keeps the times of what left; memory holds only the addresses used within their limit's time."""

    def __init__(self, pace: Pace, class_of: Callable[[str], AddressClass] = telegram_class) -> None:
        self.pace = pace
        self.interval = 1 / pace.per_second
        self._class_of = class_of
        self._next = self._paid = -math.inf
        self._silent_until = -math.inf
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def silent_until(self) -> float:
        """Before this nothing leaves at all."""
        return self._silent_until

    def ready_at(self, address: str, now: float) -> float:
        """The earliest time, ``now`` or later, at which a message to ``address`` may leave."""
        return max(self.ready_in_all(now), self.address_ready_at(address))

    def ready_in_all(self, now: float) -> float:
        """The earliest time at which a message to an address that has been quiet may leave."""
        return max(now, self._next, self._silent_until)

    def address_ready_at(self, address: str) -> float:
        """The earliest time at which the address's own limit lets a message through."""
        times = self._times.get(address)
        if not times:
            return -math.inf
        limit = self._limit(address)
        full = times[0] + limit.seconds if len(times) == limit.count else -math.inf
        return max(times[-1] + limit.apart, full)

    def book(self, address: str, now: float) -> float:
        """Take the earliest place in the line for ``address``; returns the time at which it may leave."""
        slot = self.ready_at(address, now)
        self._next = slot + self.interval
        self._times.setdefault(address, deque(maxlen=self._limit(address).count)).append(slot)
        self._times.move_to_end(address)
        self._forget(now)
        return slot

    def left(self, address: str, now: float) -> None:
        """A booked message leaves at ``now``: the later it is, the later those that are not booked yet.

        Messages that were held up together leave together; without this the next would follow them too closely.
        """
        self._paid = max(self._paid, now)
        self._next = max(self._next, self._paid)
        self._paid += self.interval
        if times := self._times.get(address):
            times[-1] = max(times[-1], now)

    def silence(self, seconds: float, now: float) -> None:
        """Let nothing through for ``seconds``; never shortens a silence that was asked for before."""
        self._silent_until = max(self._silent_until, now + seconds)

    def _limit(self, address: str) -> Limit:
        return self.pace.group if self._class_of(address) is AddressClass.GROUP else self.pace.private

    def _forget(self, now: float) -> None:
        """Drop addresses whose limit no longer matters; each booking pays for at most two, so memory stays bounded."""
        for _ in range(2):
            address, times = next(iter(self._times.items()))
            limit = self._limit(address)
            if times[-1] + max(limit.seconds, limit.apart) > now:
                return
            del self._times[address]
            if not self._times:
                return
