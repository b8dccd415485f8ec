"""What was decreed, copied by hand from the State Council's yearly notices (国务院办公厅关于部分节假日安排的通知).

The fault cases judge the calendar by these lists, so nothing here may come from the program or its calendar package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple


class Notice(NamedTuple):
    """Days off (``MM-DD`` or ``MM-DD..MM-DD``) and make-up days (调休上班), separated by spaces."""

    off: str
    made_up: str = ""


PUBLISHED: Mapping[int, Notice] = {
    2021: Notice(
        "01-01..01-03 02-11..02-17 04-03..04-05 05-01..05-05 06-12..06-14 09-19..09-21 10-01..10-07",
        "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    ),
    2022: Notice(
        "01-01..01-03 01-31..02-06 04-03..04-05 04-30..05-04 06-03..06-05 09-10..09-12 10-01..10-07 12-31",
        "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    ),
    2023: Notice(
        "01-01..01-02 01-21..01-27 04-05 04-29..05-03 06-22..06-24 09-29..10-06",
        "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    ),
    2024: Notice(
        "01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: Notice(
        "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: Notice(
        "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}

INVENTED: Mapping[int, Notice] = {
    # For a file in data/workdays: make-up days on the very Sundays on which Los Angeles and Riga change their clocks.
    2027: Notice("01-01..01-03 02-05..02-11 10-01..10-07", "01-31 02-14 03-14 03-28 10-31 11-07"),
}

SILENT = (2028,)
"""A year that nobody has decreed: Monday to Friday."""

FIRST, LAST = date(2021, 1, 1), date(2028, 12, 31)


def spans(year: int) -> Iterator[tuple[date, date]]:
    """The first and the last day of each holiday."""
    for text in _notice(year).off.split():
        first, _, last = text.partition("..")
        yield _day(year, first), _day(year, last or first)


def days_off(year: int) -> set[date]:
    return {first + timedelta(days=n) for first, last in spans(year) for n in range((last - first).days + 1)}


def made_up(year: int) -> set[date]:
    return {_day(year, text) for text in _notice(year).made_up.split()}


def worked_days() -> list[date]:
    """Every working day from ``FIRST`` to ``LAST``, in order."""
    years = range(FIRST.year, LAST.year + 1)
    off = set().union(*(days_off(year) for year in years))
    extra = set().union(*(made_up(year) for year in years))
    every = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return [day for day in every if day in extra or (day.weekday() < 5 and day not in off)]


def _notice(year: int) -> Notice:
    return {**PUBLISHED, **INVENTED}.get(year, Notice(""))


def _day(year: int, text: str) -> date:
    return date.fromisoformat(f"{year}-{text}")
