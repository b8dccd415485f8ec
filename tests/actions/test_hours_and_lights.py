"""Quiet hours and lights as tables."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from register.light import Light, light_of, worst
from register.quiet import next_window
from register.states import DutyState
from tests.actions.stage import RULES, ZONE


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("2021-06-25 08:29", "2021-06-25 08:30"),
        ("2021-06-25 08:30", "2021-06-25 08:30"),
        ("2021-06-25 19:59", "2021-06-25 19:59"),
        ("2021-06-25 20:00", "2021-06-28 08:30"),  # a Friday evening
        ("2021-06-26 10:00", "2021-06-28 08:30"),
        ("2021-09-18 10:00", "2021-09-18 10:00"),  # a Saturday worked in exchange for a holiday
        ("2021-09-30 21:00", "2021-10-08 08:30"),  # the national holiday
        ("2021-06-28 00:10", "2021-06-28 08:30"),
    ],
)
def test_messages_nobody_asked_for_wait_for_working_hours(asked: str, spoken: str) -> None:
    at = datetime.fromisoformat(asked).replace(tzinfo=ZONE)
    assert next_window(RULES, at) == datetime.fromisoformat(spoken).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("state", "today", "light"),
    [
        (DutyState.OPEN, date(2021, 6, 14), Light.GREEN),
        (DutyState.OPEN, date(2021, 6, 15), Light.YELLOW),
        (DutyState.OPEN, date(2021, 6, 30), Light.YELLOW),
        (DutyState.OPEN, date(2021, 7, 1), Light.RED),
        (DutyState.CLAIMED, date(2021, 7, 1), Light.GREEN),
        (DutyState.CLOSED, date(2021, 7, 1), Light.DONE),
    ],
)
def test_the_light_is_what_the_calendar_says(state: DutyState, today: date, light: Light) -> None:
    assert light_of(state, date(2021, 6, 30), today, 15) is light


def test_a_shared_milestone_is_done_when_the_last_unit_is() -> None:
    assert worst([Light.DONE, Light.DONE]) is Light.DONE
    assert worst([Light.DONE, Light.GREEN]) is Light.GREEN
    assert worst([Light.RED, Light.YELLOW]) is Light.RED
    assert worst([]) is Light.GREEN
