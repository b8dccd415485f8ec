"""The one place that asks what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Gives the present instant, always in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SteerableClock:
    """A clock that starts where it is told, runs on (or stands still), and can be moved forward.

    It never goes back: a record made later must not carry an earlier time.
    """

    def __init__(self, start: datetime, *, runs: bool = True) -> None:
        self._runs = runs
        self._set(start)

    def now(self) -> datetime:
        if not self._runs:
            return self._start
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def move_to(self, instant: datetime) -> None:
        """Jump forward to ``instant``; an instant already past changes nothing."""
        if instant > self.now():
            self._set(instant)

    def _set(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {instant}")
        self._start = instant.astimezone(UTC)
        self._since = time.monotonic()
