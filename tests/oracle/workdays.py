"""Working days, counted one by one by walking the calendar; what was counted once is remembered."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)


@cache
def is_working(day: date) -> bool:
    """Statutory calendar with make-up days; Monday to Friday in years it does not know."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def on_or_before(day: date) -> date:
    """``day`` itself when it is worked, else the last working day before it."""
    while not is_working(day):
        day -= DAY
    return day


@cache
def nth_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; ``day`` itself never counts."""
    while count:
        day += DAY
        count -= is_working(day)
    return day


@cache
def nth_last(last: date, count: int) -> date:
    """The ``count``-th last working day of the time that ends with ``last``."""
    day = last + DAY
    while count:
        day -= DAY
        count -= is_working(day)
    return day


def first_of_iso_week(day: date) -> bool:
    """Whether ``day`` is worked and no earlier day of its Monday-to-Sunday week is."""
    earlier = (day - DAY * back for back in range(1, day.isoweekday()))
    return is_working(day) and not any(is_working(other) for other in earlier)


def quarter_ends(start: date, end: date) -> list[date]:
    """The last calendar days of quarters from ``start`` to ``end``, both included."""
    days = [start + DAY * n for n in range((end - start).days + 1)]
    return [day for day in days if (day + DAY).day == 1 and day.month % 3 == 0]
