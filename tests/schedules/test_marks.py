"""On which days a due date is spoken of, as a table of dates worked out by hand."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from register.calendar import WorkingCalendar
from schedules.marks import lead_marks, support_marks

CALENDAR = WorkingCalendar()
LEAD = lead_marks((30, 15, 7, 3, 1, 0))
SUPPORT = support_marks((15, 3))


def said(due: date, count: int) -> list[tuple[str, str]]:
    return [(str(one.on), one.why) for one in islice(LEAD.speech(due, CALENDAR), count)]


def test_a_deadline_on_a_working_day() -> None:
    assert said(date(2021, 6, 30), 8) == [
        ("2021-05-31", "due-30"),
        ("2021-06-15", "due-15"),
        ("2021-06-23", "due-7"),
        ("2021-06-25", "due-3"),  # the 27th was a Sunday
        ("2021-06-29", "due-1"),
        ("2021-06-30", "due-0"),
        ("2021-07-01", "overdue"),
        ("2021-07-05", "overdue"),
    ]


def test_two_marks_on_one_day_are_one_named_by_the_smaller_number() -> None:
    spoken = said(date(2022, 12, 31), 6)  # a Saturday; 3 January was the next working day
    assert spoken[-3:] == [("2022-12-28", "due-3"), ("2022-12-30", "due-0"), ("2023-01-03", "overdue")]


def test_overdue_skips_the_holiday_week() -> None:
    """The National Day holiday of 2021 took 1–7 October; the 26th of September and the 9th were make-up days."""
    overdue = [day for day, why in said(date(2021, 9, 22), 9) if why == "overdue"]
    assert overdue == ["2021-09-23", "2021-09-27", "2021-10-08", "2021-10-11"]


def test_responsible_units_hear_of_it_once_after_the_deadline() -> None:
    spoken = [(str(one.on), one.why) for one in SUPPORT.speech(date(2021, 6, 30), CALENDAR)]
    assert spoken == [("2021-06-15", "support-15"), ("2021-06-25", "support-3"), ("2021-07-01", "support-overdue")]


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        ("2021-06-23", "2021-06-23", "due-7"),
        ("2021-06-23", "2021-06-24", "due-7"),  # a day's outage: said once, a day late
        ("2021-06-23", "2021-06-29", "due-1"),  # a week's outage: only what is true now
        ("2021-06-24", "2021-06-24", None),  # no mark, no word
        ("2021-07-01", "2021-07-20", "overdue"),
    ],
)
def test_what_an_outage_made_us_miss_is_said_once(since: str, until: str, why: str | None) -> None:
    latest = LEAD.latest(date(2021, 6, 30), date.fromisoformat(since), date.fromisoformat(until), CALENDAR)
    assert (latest.why if latest else None) == why


def test_the_next_day_of_speech_is_after_the_day_given() -> None:
    assert LEAD.next_day(date(2021, 6, 30), date(2021, 6, 23), CALENDAR) == date(2021, 6, 25)
    assert SUPPORT.next_day(date(2021, 6, 30), date(2021, 7, 1), CALENDAR) is None
