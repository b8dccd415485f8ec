"""The clock that the settings ask for."""

from __future__ import annotations

from database.clock import Clock, SteerableClock, SystemClock
from duban.settings import Settings


def clock_of(settings: Settings) -> Clock:
    """The machine's own, unless a run is to start at another instant."""
    return SteerableClock(settings.clock) if settings.clock is not None else SystemClock()
