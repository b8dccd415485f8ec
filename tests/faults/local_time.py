"""Local time by arithmetic on the rules of law, without a time zone database: a judge of the program's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

_HOUR = timedelta(hours=1)


class Summer(NamedTuple):
    """Which Sunday of which month (``-1``: the last), and the hour in UTC at which the clocks change."""

    month: int
    sunday: int
    hour: int


class Zone(NamedTuple):
    """Hours ahead of UTC in winter, and when summer time begins and ends."""

    winter: int
    begins: Summer | None = None
    ends: Summer | None = None


ZONES = {
    "Asia/Shanghai": Zone(8),
    "Europe/Riga": Zone(2, Summer(3, -1, 1), Summer(10, -1, 1)),
    "America/Los_Angeles": Zone(-8, Summer(3, 2, 10), Summer(11, 1, 9)),
}


def sunday(year: int, month: int, which: int) -> date:
    """The ``which``-th Sunday of a month; -1 is the last."""
    days = [date(year, month, 1) + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month and day.isoweekday() == 7][which - 1 if which > 0 else which]


def change(year: int, summer: Summer) -> datetime:
    day = sunday(year, summer.month, summer.sunday)
    return datetime(day.year, day.month, day.day, summer.hour, tzinfo=UTC)


def offset(name: str, instant: datetime) -> timedelta:
    """How far local clocks are ahead of UTC at ``instant``."""
    zone = ZONES[name]
    summer = (
        zone.begins is not None
        and zone.ends is not None
        and change(instant.year, zone.begins) <= instant < change(instant.year, zone.ends)
    )
    return _HOUR * (zone.winter + summer)


def local_day(name: str, instant: datetime) -> date:
    return (instant + offset(name, instant)).date()


def instant_of(name: str, day: date, at: time) -> datetime:
    """The instant of a local time of day, which must exist and be the only one of its kind."""
    written = datetime.combine(day, at, tzinfo=UTC)
    found = {written - ahead for ahead in (_HOUR * ZONES[name].winter, _HOUR * (ZONES[name].winter + 1))}
    (instant,) = (one for one in found if one + offset(name, one) == written)
    return instant
