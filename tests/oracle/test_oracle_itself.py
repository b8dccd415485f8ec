"""The oracle against dates worked out by hand from a wall calendar, each rule with its negative twin."""

from __future__ import annotations

from datetime import date

import pytest

from . import mornings, rounds, workdays
from .small_plan import days, small_plan, told

JUNE_30 = date(2021, 6, 30)
SILENT = {"default": {"reports": "never", "completes": "never"}}


@pytest.mark.parametrize(
    ("quarter_end", "opens", "chased", "first_after", "tenth_after"),
    [
        (date(2021, 6, 30), date(2021, 6, 24), ["06-29", "06-30"], date(2021, 7, 1), date(2021, 7, 14)),
        # Sunday 26 September is worked for the National Day week, and so is Saturday 9 October.
        (date(2021, 9, 30), date(2021, 9, 26), ["09-29", "09-30"], date(2021, 10, 8), date(2021, 10, 20)),
        (date(2021, 12, 31), date(2021, 12, 27), ["12-30", "12-31"], date(2022, 1, 4), date(2022, 1, 17)),
        # Saturday 2 April is worked for Qingming.
        (date(2022, 3, 31), date(2022, 3, 25), ["03-30", "03-31"], date(2022, 4, 1), date(2022, 4, 15)),
        (date(2022, 6, 30), date(2022, 6, 24), ["06-29", "06-30"], date(2022, 7, 1), date(2022, 7, 14)),
        # Saturday 8 and Sunday 9 October are both worked.
        (date(2022, 9, 30), date(2022, 9, 26), ["09-29", "09-30"], date(2022, 10, 8), date(2022, 10, 19)),
        # The quarter ends on a Saturday.
        (date(2022, 12, 31), date(2022, 12, 26), ["12-29", "12-30"], date(2023, 1, 3), date(2023, 1, 16)),
    ],
)
def test_every_round_of_the_plan_has_its_days(
    quarter_end: date, opens: date, chased: list[str], first_after: date, tenth_after: date
) -> None:
    assert rounds.open_day(quarter_end) == opens
    assert [f"{workdays.nth_last(quarter_end, back):%m-%d}" for back in (2, 1)] == chased
    assert workdays.nth_after(quarter_end, 1) == first_after
    assert workdays.nth_after(quarter_end, 10) == tenth_after


def test_an_ordinary_weekend_is_no_working_day_and_an_unknown_year_has_only_weekends() -> None:
    assert not workdays.is_working(date(2021, 9, 25))
    assert workdays.is_working(date(2021, 9, 26))
    assert workdays.is_working(date(2060, 10, 1))
    assert not workdays.is_working(date(2060, 10, 2))


@pytest.mark.parametrize(
    ("due", "marks"),
    [
        (JUNE_30, "05-31 due-30, 06-15 due-15, 06-23 due-7, 06-25 due-3, 06-29 due-1, 06-30 due-0"),
        (date(2021, 8, 31), "07-30 due-30, 08-16 due-15, 08-24 due-7, 08-27 due-3, 08-30 due-1, 08-31 due-0"),
        # Saturday: the marks of one day and of no day before are both Friday's, one item with the smaller number.
        (date(2022, 12, 31), "12-01 due-30, 12-16 due-15, 12-23 due-7, 12-28 due-3, 12-30 due-0"),
    ],
)
def test_marks_move_back_to_a_working_day(due: date, marks: str) -> None:
    facts = told(small_plan(due), default={"reports": "open", "completes": 0})
    assert ", ".join(day for day in days(facts, unit="甲局") if "due" in day) == marks


def test_a_day_without_a_mark_says_nothing() -> None:
    assert mornings.lead_why(JUNE_30, date(2021, 6, 28)) is None
    assert mornings.support_why(JUNE_30, date(2021, 6, 23)) is None


def test_a_claim_silences_the_marks_that_follow_it() -> None:
    facts = told(small_plan(JUNE_30), default={"reports": "open", "completes": -7})
    # Claimed on 23 June after the digest: the round of the 24th has nothing to ask.
    assert days(facts, unit="甲局") == ["05-31 due-30", "06-15 due-15", "06-23 due-7"]


def test_an_ongoing_milestone_is_asked_every_round_after_it_closed() -> None:
    facts = told(small_plan(JUNE_30, ongoing=True), default={"reports": "open", "completes": -7})
    asked = [day for day in days(facts, unit="甲局") if "round" in day]
    assert asked == [f"{day} round-open" for day in ("06-24", "09-26", "12-27", "03-25", "06-24", "09-26", "12-26")]


def test_an_undated_task_is_asked_every_round_and_has_no_marks() -> None:
    assert {day[6:] for day in days(told(small_plan()))} == {"round-open"}
    assert len(days(told(small_plan()))) == 7


def test_overdue_is_said_next_day_then_on_the_first_working_day_of_each_week() -> None:
    facts = told(small_plan(date(2021, 9, 17)), to=date(2021, 10, 18), **SILENT)
    # Saturday the 18th is worked; Wednesday the 22nd follows the Mid-Autumn days; Friday 8 October the National Days.
    said = ["09-18", "09-22", "09-27", "10-08", "10-11", "10-18"]
    assert [day for day in days(facts, unit="甲局") if day.endswith("overdue")] == [f"{day} overdue" for day in said]


def test_support_has_three_days_and_no_ladder() -> None:
    facts = told(small_plan(JUNE_30), to=date(2021, 8, 31), **SILENT)
    assert days(facts, unit="乙局") == ["06-15 support-15", "06-25 support-3", "07-01 support-overdue"]


def test_a_lead_is_not_also_its_own_support() -> None:
    facts = told(small_plan(JUNE_30), to=date(2021, 8, 31), **SILENT)
    assert not [day for day in days(facts, unit="甲局") if "support" in day]


def test_the_ladder_of_a_silent_unit_reaches_the_bureau_on_the_tenth_working_day() -> None:
    facts = told(small_plan(date(2021, 8, 31)), to=date(2021, 9, 25), **SILENT)
    contact = ["09-01 warning", "09-07 order", "09-10 explanation-asked"]
    assert [day for day in days(facts, unit="甲局", role="contact") if day in contact] == contact
    assert days(facts, role="leader", why="overdue") == ["09-07 order"]
    assert days(facts, role="bureau", why="overdue") == ["09-14 proposal"]
    assert days(facts, role="office", why="overdue") == ["09-01 warning", "09-07 order", "09-14 proposal"]


def test_a_duty_met_the_evening_before_takes_no_step() -> None:
    facts = told(small_plan(date(2021, 8, 31)), to=date(2021, 9, 25), default={"completes": 13})
    assert days(facts, role="office") == ["09-01 warning", "09-07 order"]
    assert days(facts, role="bureau") == []


def test_a_claim_returned_late_moves_the_ladder_and_keeps_its_gaps() -> None:
    office = {"reviews": 6, "accepts": False}
    facts = told(small_plan(JUNE_30), to=date(2021, 8, 1), default={"completes": 0}, office=office)
    # Returned on 6 July: four working days to the order, three to the explanation, two to the proposal.
    assert days(facts, role="office") == ["07-07 warning", "07-13 order", "07-20 proposal"]
    assert "07-16 explanation-asked" in days(facts, role="contact")


def test_a_missing_report_is_chased_listed_and_climbs() -> None:
    facts = told(small_plan(date(2022, 9, 30)), to=date(2021, 7, 31), **SILENT)
    assert days(facts, unit="甲局", role="contact", kind="digest") == [
        "06-24 round-open",
        "06-29 round-chase",
        "06-30 round-chase",
    ]
    assert days(facts, role="office") == ["07-01 missing-list", "07-01 warning", "07-07 order", "07-14 proposal"]


@pytest.mark.parametrize(
    ("reports", "told_later"),
    [
        ("open", []),
        ("close", ["06-29 round-chase", "06-30 round-chase"]),
        (1, ["06-29 round-chase", "06-30 round-chase", "07-01 warning"]),
    ],
)
def test_who_has_answered_is_not_chased(reports: str | int, told_later: list[str]) -> None:
    facts = told(small_plan(date(2022, 9, 30)), to=date(2021, 7, 31), default={"reports": reports})
    assert days(facts, unit="甲局") == ["06-24 round-open", *told_later]


def test_a_report_filed_on_the_holiday_after_the_close_is_not_on_the_list() -> None:
    facts = told(small_plan(date(2022, 9, 30)), to=date(2021, 10, 31), default={"reports": 3})
    # The first close is followed by a working day; the second by a week of holidays, in which the report came.
    assert days(facts, kind="missing-list") == ["07-01 missing-list"]


def test_a_claim_answers_the_report_of_its_round() -> None:
    facts = told(small_plan(JUNE_30), to=date(2021, 7, 31), default={"reports": "never", "completes": -2})
    assert days(facts, unit="甲局")[-2:] == ["06-24 round-open", "06-25 due-3"]


def test_slow_is_warned_once_then_goes_to_the_bureau() -> None:
    facts = told(
        small_plan(date(2022, 6, 30)), to=date(2022, 4, 30), default={"progress": "stuck", "completes": "never"}
    )
    # Of 411 days 46, 138 and 230 have passed: 7.8 and 23.5 are 70 % of the first two shares, 10 is reported.
    assert days(facts, why="slow", role="contact") == [
        "10-08 warning",
        "01-04 explanation-asked",
        "04-01 explanation-asked",
    ]
    assert days(facts, why="slow", role="bureau") == ["01-06 proposal", "04-06 proposal"]


@pytest.mark.parametrize("progress", ["linear", [12, 34, 56, 78, 90]])
def test_who_keeps_pace_is_not_slow(progress: object) -> None:
    facts = told(small_plan(date(2022, 6, 30)), default={"progress": progress, "completes": -5})
    assert days(facts, why="slow") == []


def test_standing_still_is_slow_only_below_the_elapsed_share() -> None:
    due = date(2021, 12, 31)
    # 46 and 138 of 230 days are 20 % and 60 %: 45 is above 70 % of it, but unchanged and below 60.
    standing = told(small_plan(due), default={"progress": [45, 45], "completes": "never"}, to=date(2021, 10, 31))
    ahead = told(small_plan(due), default={"progress": [60, 60], "completes": "never"}, to=date(2021, 10, 31))
    assert days(standing, why="slow", role="contact") == ["10-08 warning"]
    assert days(ahead, why="slow") == []


def test_a_missing_report_is_not_slow() -> None:
    facts = told(small_plan(date(2022, 6, 30)), default={"progress": "stuck", "reports": 3, "completes": "never"})
    assert days(facts, why="slow") == []
    assert days(facts, why="missing", role="contact")


def test_members_of_a_collective_unit_answer_each_for_themselves() -> None:
    plan = small_plan(JUNE_30, leads=("各镇",))
    facts = told(plan, to=date(2021, 7, 31), units={"西镇": {"reports": "never", "completes": "never"}})
    assert not [fact for fact in facts if fact.unit == "东镇" and fact.day > date(2021, 6, 25)]
    assert days(facts, role="bureau", why="overdue", about="西镇") == ["07-14 proposal"]
    # The milestone is open until the last member has met it, so the responsible units are told.
    assert "07-01 support-overdue" in days(facts, unit="乙局")
