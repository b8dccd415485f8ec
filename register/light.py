"""The light (红黄绿灯): what the calendar says of a duty today, whatever was reported of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from register.states import DutyState


class Light(StrEnum):
    DONE = "done"
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


def light_of(state: DutyState, due: date, today: date, yellow_within: int, *, in_doubt: bool = False) -> Light:
    """The light of one duty. A duty whose completion waits for review is not open, so it neither warns nor accuses.

    Of a dropped duty nothing is left to be done.
    ``in_doubt``: a later date was asked in time and nobody has decided yet, so the duty warns, but accuses nobody.
    """
    if state in (DutyState.CLOSED, DutyState.DROPPED):
        return Light.DONE
    if state is DutyState.CLAIMED:
        return Light.GREEN
    if due < today:
        return Light.YELLOW if in_doubt else Light.RED
    return Light.YELLOW if due <= today + timedelta(days=yellow_within) else Light.GREEN


def worst(lights: Iterable[Light]) -> Light:
    """The light of a milestone that several units meet each for themselves: done only when the last is."""
    return max(lights, key=_ORDER.index, default=Light.GREEN)


_ORDER = (Light.DONE, Light.GREEN, Light.YELLOW, Light.RED)
