"""Writes ``calendar_table.tsv``: ``python -m tests.faults.calendar_maker``.

The answers come from lists that are searched, never from the program: ``notices.py`` (decreed days, copied by hand)
and ``local_time.py`` (clock changes by their law). The policy is the one that ships, in its numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from tests.faults.local_time import ZONES, Zone, change, instant_of, local_day
from tests.faults.notices import FIRST, INVENTED, LAST, PUBLISHED, SILENT, made_up, spans, worked_days

TABLE = Path(__file__).with_name("calendar_table.tsv")
HEADER = """\
# What the calendar of working days must answer. Columns: question, zone, given, answer; instants are in UTC.
# Made by calendar_maker.py from the State Council's notices of 2021–2026 (copied by hand in notices.py), an invented
# file for 2027, nothing for 2028 (Monday to Friday), and the law of summer time (local_time.py).
"""
SPEAK, QUIET_UNTIL, QUIET_FROM = time(9), time(8, 30), time(20)
LEAD, SUPPORT = (30, 15, 7, 3, 1, 0), (15, 3)
LADDER = (1, 5, 8, 10)
_DAY = timedelta(days=1)
WORKED = worked_days()
YEARS = range(FIRST.year, LAST.year + 1)
QUARTERS = [(f"{year}Q{n}", date(year, month, day)) for year in YEARS for n, month, day in
            ((1, 3, 31), (2, 6, 30), (3, 9, 30), (4, 12, 31))]  # fmt: skip


def is_worked(day: date) -> bool:
    return WORKED[bisect_left(WORKED, day)] == day


def after(day: date, count: int) -> date:
    return WORKED[bisect_right(WORKED, day) + count - 1]


def last(day: date, count: int) -> date:
    return WORKED[bisect_right(WORKED, day) - count]


@cache
def mornings(zone: str) -> list[datetime]:
    """The instant of every working day's speech."""
    return [instant_of(zone, day, SPEAK) for day in WORKED]


@cache
def windows(zone: str) -> list[tuple[datetime, datetime]]:
    """Every stretch of time outside the quiet hours."""
    return [(instant_of(zone, day, QUIET_UNTIL), instant_of(zone, day, QUIET_FROM)) for day in WORKED]


def last_morning(zone: str, now: datetime) -> datetime:
    return mornings(zone)[bisect_right(mornings(zone), now) - 1]


def next_morning(zone: str, now: datetime) -> datetime:
    return mornings(zone)[bisect_right(mornings(zone), now)]


def window(zone: str, now: datetime) -> datetime:
    start, _ = windows(zone)[bisect_right([end for _, end in windows(zone)], now)]
    return max(now, start)


def spoken(due: date, marks: tuple[int, ...], name: str) -> list[str]:
    """Days of speech before the due date, each with the smallest mark that falls on it."""
    days: dict[date, int] = {}
    for mark in marks:
        on = last(due - _DAY * mark, 1)
        days[on] = min(mark, days.get(on, mark))
    return [f"{on}={name}-{days[on]}" for on in sorted(days)]


def first_of_weeks() -> list[date]:
    """The first working day of each ISO week."""
    weeks: dict[tuple[int, int], date] = {}
    for day in WORKED:
        weeks.setdefault(day.isocalendar()[:2], day)
    return sorted(weeks.values())


def overdue(due: date, count: int) -> list[str]:
    first = after(due, 1)
    weekly = [day for day in first_of_weeks() if day > first]
    return [f"{day}=overdue" for day in [first, *weekly][:count]]


def rows() -> Iterator[tuple[str, ...]]:
    yield from _days()
    yield from _rounds()
    yield from _marks()
    for zone in ZONES:
        for instant in _instants(zone):
            given = _written(instant)
            yield "day", zone, given, str(local_day(zone, instant))
            yield "window", zone, given, _written(window(zone, instant))
            yield "last-morning", zone, given, _written(last_morning(zone, instant))
            yield "next-morning", zone, given, _written(next_morning(zone, instant))


def _days() -> Iterator[tuple[str, ...]]:
    decreed = {day for year in YEARS for first, end in spans(year) for day in (first - _DAY, first, end, end + _DAY)}
    decreed |= {day for year in YEARS for day in made_up(year)}
    decreed |= {date(2024, 2, 29), date(2028, 2, 29), date(2028, 1, 1), date(2028, 10, 2), date(2028, 10, 7)}
    for day in sorted(one for one in decreed if FIRST <= one <= LAST):
        yield "working", "-", str(day), "yes" if is_worked(day) else "no"
    for day in [*_month_ends(), date(2024, 2, 28), date(2028, 2, 28)]:
        yield "after", "-", f"{day} 1 5 10", " ".join(str(after(day, count)) for count in (1, 5, 10))
        yield "on-or-before", "-", str(day), str(last(day, 1))
        yield "on-or-after", "-", str(day), str(after(day - _DAY, 1))
        yield "last", "-", f"{day} 1 2 5", " ".join(str(last(day, count)) for count in (1, 2, 5))
    for year in YEARS:
        yield "guessed", "-", str(year), "yes" if year in SILENT else "no"


def _month_ends() -> list[date]:
    firsts = [date(year, month, 1) for year in (2021, 2022, 2024, 2027, 2028) for month in range(1, 13)]
    return [first - _DAY for first in firsts if first - _DAY > FIRST]


def _rounds() -> Iterator[tuple[str, ...]]:
    for quarter, end in QUARTERS[:-1]:
        days = [last(end, 5), last(end, 2), last(end, 1), end, after(end, 1), after(end, 3), after(end, 4)]
        yield "round", "-", quarter, " ".join(map(str, days))
        yield "ladder", "-", str(end), " ".join(str(after(end, count)) for count in LADDER)


def _marks() -> Iterator[tuple[str, ...]]:
    dues = [end for _, end in QUARTERS[1:-1]]
    dues += [date(2021, 5, 31), date(2021, 8, 31), date(2022, 1, 30), date(2024, 2, 29), date(2028, 2, 29)]
    for due in sorted(dues):
        yield "lead", "-", str(due), " ".join([*spoken(due, LEAD, "due"), *overdue(due, 4)])
        yield "support", "-", str(due), " ".join([*spoken(due, SUPPORT, "support"), f"{after(due, 1)}=support-overdue"])


def _instants(zone: str) -> Iterator[datetime]:
    """Just before, at and after what may go wrong: midnight, both ends of the window, the change of the clocks."""
    for day in (date(2021, 2, 7), date(2021, 9, 30), date(2022, 12, 31), date(2024, 2, 29), date(2028, 2, 29)):
        for at in (time(0), QUIET_UNTIL, SPEAK, QUIET_FROM):
            instant = instant_of(zone, day, at)
            yield from (instant - timedelta(seconds=1), instant)
    for year in (2022, 2027):
        for instant in _changes(ZONES[zone], year):
            yield from (instant + timedelta(hours=hours) for hours in (-30, -1, 0, 1, 7, 16, 30))


def _changes(zone: Zone, year: int) -> list[datetime]:
    return [change(year, one) for one in (zone.begins, zone.ends) if one is not None]


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def table(found: Callable[[], Iterator[tuple[str, ...]]] = rows) -> str:
    return HEADER + "".join("\t".join(row) + "\n" for row in found())


if __name__ == "__main__":
    assert set(PUBLISHED).isdisjoint(INVENTED)
    TABLE.write_text(table(), encoding="utf-8")
