"""The leaders' week: one screen on the first working day, and silence when there is nothing to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.templates import Templates
from database.engine import Database
from outbox.message import Message
from plans.policy import Policy, Reminders
from plans.roles import Role
from register.rules import Rules
from register.states import DutyState
from register.tables import Duty
from schedules.sweep import sweep
from schedules.weekly import Week, week_of
from tests.schedules.small import RULES, ZONE, Town

WORDS = Path(__file__).parents[2] / "message_templates"
GROUP, LEADER = "weekly/领导小组/leading-group/", "weekly/发改委/leader/"


@cache
def templates() -> Templates:
    return Templates(WORDS, ZONE)


async def told(town: Town) -> dict[str, str]:
    """Key -> the words of every weekly digest so far."""
    async with town.database.reading() as session:
        rows = await session.exec(select(Message).where(Message.template == "weekly").order_by(col(Message.id)))
        return {row.key: templates().render(row.template, row.facts) for row in rows}


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2021-06-28", Week(date(2021, 6, 21), date(2021, 6, 28), date(2021, 7, 4))),
        ("2021-06-29", None),
        ("2021-06-26", None),
        # Monday is a holiday (端午节): the week begins on Tuesday.
        ("2021-06-14", None),
        ("2021-06-15", Week(date(2021, 6, 7), date(2021, 6, 15), date(2021, 6, 20))),
        # 2021-10-09 is a make-up Saturday, but the week began on Friday after the National Day holidays.
        ("2021-10-08", Week(date(2021, 9, 27), date(2021, 10, 8), date(2021, 10, 10))),
        ("2021-10-09", None),
    ],
)
def test_a_week_begins_on_its_first_working_day(day: str, week: Week | None) -> None:
    assert week_of(RULES, date.fromisoformat(day)) == week


async def test_what_falls_due_and_what_became_overdue_is_told_once(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-27")
    assert await told(town) == {}
    await town.until("2021-07-02")
    first = await told(town)
    assert list(first) == [f"{GROUP}2021-06-28", f"{LEADER}2021-06-28"]
    assert "本周到期（1项）" in first[f"{GROUP}2021-06-28"]
    assert "第1项 修编总体规划（发改委），时限6月30日" in first[f"{GROUP}2021-06-28"]
    assert "🔴 逾期0　🟡 临期1　🟢 正常0　✅ 办结0" in first[f"{GROUP}2021-06-28"]
    assert "（发改委）" not in first[f"{LEADER}2021-06-28"]
    await town.until("2021-07-09")
    second = await told(town)
    assert "新增逾期（1项）" in second[f"{GROUP}2021-07-05"]
    assert "本周到期" not in second[f"{GROUP}2021-07-05"]
    await town.until("2021-07-13")
    assert f"{LEADER}2021-07-12" not in await told(town)


async def test_undecided_cases_are_told_to_the_leading_group_alone(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-19")
    weeks = await told(town)
    assert "约谈建议待决定（1件）" in weeks[f"{GROUP}2021-07-19"]
    assert "发改委：第1项" in weeks[f"{GROUP}2021-07-19"]
    assert f"{LEADER}2021-07-19" not in weeks


async def test_what_was_closed_last_week_is_told_and_then_there_is_silence(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-22")
    async with database.writing() as session:
        duty = (await session.exec(select(Duty))).one()
        duty.state, duty.closed_at = DutyState.CLOSED, datetime(2021, 6, 23, 10, tzinfo=ZONE)
        session.add(duty)
    await town.until("2021-07-09")
    weeks = await told(town)
    assert list(weeks) == [f"{GROUP}2021-06-28", f"{LEADER}2021-06-28"]
    assert "办结销号（1项）" in weeks[f"{GROUP}2021-06-28"]
    assert "✅ 办结1" in weeks[f"{LEADER}2021-06-28"]


async def test_a_contact_beside_an_empty_leaders_seat_is_not_told(database: Database) -> None:
    town = await Town.found(database, frozenset({("发改委", Role.LEADER)}))
    await town.until("2021-06-28")
    assert list(await told(town)) == [f"{GROUP}2021-06-28"]


async def test_the_policy_turns_it_off(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-27")
    silent = replace(RULES, policy=Policy(reminders=Reminders(weekly_digest=False)))
    assert isinstance(silent, Rules)
    await sweep(database, silent, datetime(2021, 6, 28, 9, tzinfo=ZONE))
    assert await told(town) == {}
