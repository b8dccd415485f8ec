"""Working days of the Chinese statutory calendar, make-up days (调休) included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Protocol

import chinese_calendar

_DAY = timedelta(days=1)


class YearOfDays(Protocol):
    """The decreed exceptions of a year that the calendar package does not know yet."""

    @property
    def holidays(self) -> frozenset[date]: ...

    @property
    def workdays(self) -> frozenset[date]: ...


class WorkingCalendar:
    """Answers questions about working days (wd).

    ``years`` (from ``data/workdays/YEAR.yaml``) comes before the chinesecalendar package. A year that neither
    knows falls back to Monday–Friday; ``guesses`` says so, so that the log and the status can.
    """

    def __init__(self, years: Mapping[int, YearOfDays] | None = None) -> None:
        self._years = dict(years or {})
        self._known: dict[date, bool] = {}

    def guesses(self, year: int) -> bool:
        """True when the holidays of ``year`` are not known."""
        if year in self._years:
            return False
        try:
            chinese_calendar.is_workday(date(year, 6, 1))
        except NotImplementedError:
            return True
        return False

    def is_working(self, day: date) -> bool:
        answer = self._known.get(day)
        if answer is None:
            answer = self._known[day] = self._look_up(day)
        return answer

    def _look_up(self, day: date) -> bool:
        weekday = day.isoweekday() <= 5
        if (decreed := self._years.get(day.year)) is not None:
            return day in decreed.workdays or (weekday and day not in decreed.holidays)
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return weekday

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day strictly after ``day``; ``count`` of 0 is ``day`` itself."""
        while count:
            day += _DAY
            count -= self.is_working(day)
        return day

    def on_or_before(self, day: date) -> date:
        """``day``, or the nearest working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def on_or_after(self, day: date) -> date:
        """``day``, or the nearest working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def last(self, end: date, count: int) -> date:
        """The ``count``-last working day up to and including ``end`` (1 = the last)."""
        day = self.on_or_before(end)
        for _ in range(count - 1):
            day = self.on_or_before(day - _DAY)
        return day

    def between(self, after: date, until: date) -> int:
        """How many working days lie after ``after``, up to and including ``until``."""
        return sum(self.is_working(after + _DAY * step) for step in range(1, (until - after).days + 1))

    def first_of_week(self, day: date) -> date | None:
        """The first working day of the ISO week of ``day``; None when the week has none."""
        monday = day - _DAY * (day.isoweekday() - 1)
        return next((monday + _DAY * i for i in range(7) if self.is_working(monday + _DAY * i)), None)
