"""On which days a due date makes somebody speak. Pure: dates in, dates and reasons out.

Source: the default rules, "Digest" and "Responsible units".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from register.calendar import WorkingCalendar

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Said:
    """A day on which something is said of a milestone, and why (``due-7``, ``overdue``, ``support-3`` …)."""

    on: date
    why: str


@dataclass(frozen=True)
class Marks:
    """What is said of a due date: ``days`` before it, then once after it or again every week."""

    days: Sequence[int]
    before: str
    after: str
    weekly: bool

    def speech(self, due: date, calendar: WorkingCalendar) -> Iterator[Said]:
        """Every day of speech in order; endless when overdue is repeated weekly.

        A mark on a day off moves to the working day before it; of two marks on one day the smaller number names it.
        """
        named = {calendar.on_or_before(due - _DAY * days): days for days in sorted(self.days, reverse=True)}
        for on in sorted(named):
            yield Said(on, f"{self.before}-{named[on]}")
        first = calendar.after(due, 1)
        yield Said(first, self.after)
        if self.weekly:
            yield from _weekly(first, self.after, calendar)

    def latest(self, due: date, since: date, until: date, calendar: WorkingCalendar) -> Said | None:
        """The last day of speech from ``since`` up to ``until``: what an outage made us miss is said once."""
        latest = None
        for said in self.speech(due, calendar):
            if said.on > until:
                break
            if said.on >= since:
                latest = said
        return latest

    def next_day(self, due: date, after: date, calendar: WorkingCalendar) -> date | None:
        """The first day of speech after ``after``; None when nothing more is to be said."""
        return next((said.on for said in self.speech(due, calendar) if said.on > after), None)


def _weekly(first: date, why: str, calendar: WorkingCalendar) -> Iterator[Said]:
    week = first
    while True:
        week += _WEEK
        on = calendar.first_of_week(week)
        if on is not None and on > first:
            yield Said(on, why)


def lead_marks(days: Sequence[int]) -> Marks:
    return Marks(days, "due", "overdue", weekly=True)


def support_marks(days: Sequence[int]) -> Marks:
    return Marks(days, "support", "support-overdue", weekly=False)
