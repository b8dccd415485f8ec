"""Rounds, ladders and slow work: the pure rules as tables."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from plans.policy import LadderRules, LadderStep, Policy, RoundRules, SlowRules, Step
from register.calendar import WorkingCalendar
from register.counting import elapsed_share
from register.ladder import first_day, following_day, ladder_for
from register.rules import Rules
from register.states import Cause
from schedules.round_days import closing_day, quarters, round_days
from schedules.slow import is_slow
from schedules.timetable import last_morning, next_morning, next_quarter_end

CALENDAR = WorkingCalendar()
ZONE = ZoneInfo("Asia/Shanghai")
RULES = Rules(Policy(), CALENDAR, ZONE)


def test_the_second_quarter_of_2021() -> None:
    days = round_days("2021Q2", RoundRules(), CALENDAR)
    assert days.opens_on == date(2021, 6, 24)
    assert days.chases_on == {date(2021, 6, 29), date(2021, 6, 30)}
    assert (days.lists_on, days.filing_by, days.drafts_on) == (date(2021, 7, 1), date(2021, 7, 5), date(2021, 7, 6))


def test_the_third_quarter_of_2021_is_followed_by_the_holiday() -> None:
    days = round_days("2021Q3", RoundRules(), CALENDAR)
    assert days.opens_on == date(2021, 9, 26)  # a make-up Sunday
    assert days.lists_on == date(2021, 10, 8)
    assert days.drafts_on == date(2021, 10, 12)  # the 9th was a make-up Saturday


def test_the_plan_has_seven_rounds() -> None:
    rounds = quarters(date(2021, 5, 15), date(2022, 12, 31))
    assert rounds == ["2021Q2", "2021Q3", "2021Q4", "2022Q1", "2022Q2", "2022Q3", "2022Q4"]
    assert quarters(date(2021, 5, 15), date(2022, 12, 30))[-1] == "2022Q3"


def test_a_round_that_opened_late_by_our_fault_closes_later() -> None:
    assert closing_day("2021Q2", date(2021, 6, 24), RoundRules(), CALENDAR) == date(2021, 6, 30)
    assert closing_day("2021Q2", date(2021, 6, 29), RoundRules(), CALENDAR) == date(2021, 7, 5)


def test_the_ladder_of_a_silent_unit() -> None:
    rules = LadderRules()
    ladder = ladder_for(Cause.OVERDUE, rules)
    on = first_day(ladder, date(2021, 6, 30), CALENDAR)
    days = [on]
    for taken in range(len(ladder) - 1):
        following = following_day(ladder, taken, days[-1], rules, CALENDAR)
        assert following is not None
        days.append(following)
    assert [str(day) for day in days] == ["2021-07-01", "2021-07-07", "2021-07-12", "2021-07-14"]
    assert following_day(ladder, 3, days[-1], rules, CALENDAR) is None


def test_a_late_step_moves_the_later_ones() -> None:
    ladder = ladder_for(Cause.OVERDUE, LadderRules())
    assert following_day(ladder, 1, date(2021, 7, 9), LadderRules(), CALENDAR) == date(2021, 7, 14)


def test_explanation_and_proposal_keep_two_working_days() -> None:
    hasty = LadderRules(slow_again=(_moved(Step.EXPLANATION, 1), _moved(Step.PROPOSAL, 2)))
    assert following_day(hasty.slow_again, 0, date(2021, 7, 1), hasty, CALENDAR) == date(2021, 7, 5)


def _moved(step: Step, after: int) -> LadderStep:
    found = next(one for one in LadderRules().overdue if one.step is step)
    return found.model_copy(update={"after": after})


@pytest.mark.parametrize(
    ("percent", "before", "slow"),
    [
        (50, None, False),  # on schedule
        (35, None, False),  # exactly 70 % of the elapsed share
        (34, None, True),
        (45, 45, True),  # behind, and unchanged since the round before
        (45, 40, False),  # behind, but moving
        (60, 60, False),  # unchanged, but ahead
    ],
)
def test_slow_at_half_time(percent: int, before: int | None, slow: bool) -> None:
    assert is_slow(percent, before, 0.5, SlowRules()) is slow


def test_the_elapsed_share_is_counted_in_whole_days() -> None:
    assert elapsed_share(date(2021, 5, 15), date(2021, 12, 31), date(2021, 6, 30)) == pytest.approx(46 / 230)
    assert elapsed_share(date(2021, 5, 15), date(2021, 6, 30), date(2021, 9, 30)) == 1.0


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        ("2021-05-15T10:00", "2021-05-14T09:00", "2021-05-17T09:00"),  # a Saturday
        ("2021-06-24T08:59", "2021-06-23T09:00", "2021-06-24T09:00"),
        ("2021-06-24T09:00", "2021-06-24T09:00", "2021-06-25T09:00"),
        ("2021-09-30T18:00", "2021-09-30T09:00", "2021-10-08T09:00"),  # the National Day holiday
    ],
)
def test_mornings(now: str, last: str, following: str) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=ZONE)
    assert f"{last_morning(instant, RULES):%Y-%m-%dT%H:%M}" == last
    assert f"{next_morning(instant, RULES):%Y-%m-%dT%H:%M}" == following


def test_the_next_quarter_end_is_the_opening_the_last_day_and_the_morning_after_the_close() -> None:
    stop = datetime(2021, 5, 15, 9, tzinfo=ZONE)
    for day in (date(2021, 6, 24), date(2021, 6, 30), date(2021, 7, 1), date(2021, 9, 26), date(2021, 9, 30)):
        stop = next_quarter_end(stop, RULES)
        assert stop == datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
