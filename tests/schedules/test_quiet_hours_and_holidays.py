"""Quiet hours (免打扰), make-up days (调休), and a holiday in which nine things fall due at once."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from database.engine import Database
from outbox.message import Message
from register.quiet import next_window
from schedules.sweep import sweep
from tests.harness.chat import shipped_templates
from tests.schedules.small import RULES, SMALL, ZONE, Town

LADDER = ("warning", "order", "explanation-asked", "proposal")
GOLDEN_WEEK = date(2021, 10, 5)
"""A day off in the middle of 1–7 October; the 8th is a working day, and so is Saturday the 9th."""


def _task(number: int) -> dict[str, Any]:
    milestone = {"due": GOLDEN_WEEK, "wording": "2021年10月5日前"}
    return {"number": number, "title": f"第{number}号工程", "lead_units": ["发改委"], "milestones": [milestone]}


NINE = {
    **SMALL,
    "plan": {**SMALL["plan"], "starts": date(2021, 9, 15)},
    "tasks": [_task(number) for number in range(1, 10)],
}


async def late_in_october(database: Database) -> Town:
    """All nine are 发改委's; nobody answers."""
    town = await Town.found(database, plan=NINE)
    town.now = datetime(2021, 9, 22, 10, tzinfo=ZONE)
    await town.until("2021-10-25")
    return town


@pytest.mark.parametrize(
    ("now", "speaks"),
    [
        ("2021-06-30T19:59", "2021-06-30T19:59"),
        ("2021-06-30T20:00", "2021-07-01T08:30"),
        ("2021-07-01T08:29", "2021-07-01T08:30"),
        ("2021-07-02T20:00", "2021-07-05T08:30"),
        ("2021-09-25T10:00", "2021-09-26T08:30"),
        ("2021-09-26T10:00", "2021-09-26T10:00"),
        ("2021-09-30T20:00", "2021-10-08T08:30"),
    ],
)
def test_quiet_hours_end_on_the_next_working_day_make_up_days_included(now: str, speaks: str) -> None:
    window = next_window(RULES, datetime.fromisoformat(now).replace(tzinfo=ZONE))
    assert window == datetime.fromisoformat(speaks).replace(tzinfo=ZONE)


async def test_after_an_outage_that_ends_in_quiet_hours_the_morning_speaks_once(database: Database) -> None:
    town = await Town.found(database)
    for hour, minute in ((20, 0), (23, 59)):
        assert not await sweep(database, RULES, datetime(2021, 5, 31, hour, minute, tzinfo=ZONE))
    assert await town.said("digest") == []
    town.now = datetime(2021, 5, 31, 23, 59, tzinfo=ZONE)
    await town.until("2021-06-01")
    assert await town.said("digest") == [("2021-06-01", "发改委/contact", "due-30")]


async def test_a_make_up_sunday_is_a_working_day_and_a_holiday_monday_is_not(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-09-30")
    days = [day for day, seat, _ in await town.said("digest") if seat == "发改委/contact" and day >= "2021-09-13"]
    # 19–21 September were off: that week's reminder is on Wednesday; the round opened on Sunday the 26th.
    assert days == ["2021-09-13", "2021-09-22", "2021-09-26", "2021-09-27", "2021-09-29", "2021-09-30"]


async def test_nothing_is_said_in_the_holiday_itself(database: Database) -> None:
    town = await late_in_october(database)
    everything = await town.said("digest", "other", "missing-list", *LADDER)
    assert not [day for day, _, _ in everything if "2021-10-01" <= day <= "2021-10-07"]


async def test_nine_milestones_due_in_one_holiday_make_one_digest_and_one_message_per_seat_and_step(
    database: Database,
) -> None:
    town = await late_in_october(database)
    said = [one for one in await town.said("digest", *LADDER) if one[0] >= "2021-09-30"]
    # The marks of the holiday, the day itself among them, are said on the last working day before it.
    assert said[0][:2] == ("2021-09-30", "发改委/contact")
    assert Counter(said[0][2].split()) == Counter({"due-0": 9, "round-chase": 9})
    steps = [(day, seat) for day, seat, why in said if why.count("overdue") == 9 and "发改委" in seat]
    assert Counter(steps) == Counter(
        {
            ("2021-10-08", "发改委/contact"): 2,  # the digest and the warning
            ("2021-10-11", "发改委/contact"): 1,
            ("2021-10-13", "发改委/contact"): 1,
            ("2021-10-13", "发改委/leader"): 1,
            ("2021-10-18", "发改委/contact"): 2,  # the week's digest, and the explanation asked
            ("2021-10-25", "发改委/contact"): 1,
        }
    )


async def test_the_letters_of_a_burst_name_the_unit_once_and_each_task_on_one_line(database: Database) -> None:
    await late_in_october(database)
    async with database.reading() as session:
        letters = list(await session.exec(select(Message).where(col(Message.kind).in_(LADDER))))
    assert {letter.kind for letter in letters} == set(LADDER)
    for letter in letters:
        text = shipped_templates().render(letter.template, letter.facts)
        assert text.count("发改委") == 1, text
        assert len(text) < 1500
        if not letter.facts["copy"]:
            assert [text.count(f"第{number}号工程") for number in range(1, 10)] == [1] * 9
