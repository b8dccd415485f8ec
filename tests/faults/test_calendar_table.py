"""T3: working days, quiet hours, mornings, rounds and marks against an independent table, in three time zones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from actions.enter import enter
from database.engine import Database
from outbox.message import Message
from plans.model import Plan
from plans.policy import Policy
from plans.roles import Role
from plans.workdays import WorkdayYear
from register.calendar import WorkingCalendar
from register.ladder import first_day, following_day, ladder_for
from register.loading import install_plan
from register.quiet import next_window
from register.rules import Rules
from register.seats import invite, unit_called
from register.states import Cause
from register.tables import Round, Seat
from schedules.agenda import set_out
from schedules.marks import Marks, lead_marks, support_marks
from schedules.round_days import round_days
from schedules.sweep import sweep
from schedules.timetable import last_morning, next_morning
from tests.faults import calendar_maker as made
from tests.faults.local_time import ZONES, instant_of, local_day
from tests.faults.notices import INVENTED, LAST, days_off, made_up
from tests.faults.scale import FULL
from tests.harness.chat import PLAN

POLICY = Policy()
CALENDAR = WorkingCalendar(
    {year: WorkdayYear(year, frozenset(days_off(year)), frozenset(made_up(year))) for year in INVENTED}
)
RULES = {name: Rules(POLICY, CALENDAR, ZoneInfo(name)) for name in ZONES}
TWO_YEARS = timedelta(days=730)
WALKS = (datetime(2023, 7, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
"""The first holds a 29 February, the second an invented year and one that nobody has decreed, with another."""
SPRING = datetime(2024, 2, 26, tzinfo=UTC)
"""Forty days with a 29 February, both changes to summer time, a quarter end and a holiday with its make-up day."""
FIRST_OF_WEEKS = set(made.first_of_weeks())
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _shown(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _counted(given: str, count: Callable[[date, int], date]) -> str:
    day, *counts = given.split()
    return " ".join(str(count(date.fromisoformat(day), int(number))) for number in counts)


def _round(quarter: str) -> str:
    days = round_days(quarter, POLICY.round, CALENDAR)
    assert days.filing_on == days.lists_on
    told = [days.opens_on, *sorted(days.chases_on), days.closes_on, days.lists_on, days.filing_by, days.drafts_on]
    return " ".join(map(str, told))


def _ladder(base: date) -> str:
    ladder = ladder_for(Cause.OVERDUE, POLICY.ladder)
    days = [first_day(ladder, base, CALENDAR)]
    while (following := following_day(ladder, len(days) - 1, days[-1], POLICY.ladder, CALENDAR)) is not None:
        days.append(following)
    return " ".join(map(str, days))


def _speech(marks: Marks, due: date) -> str:
    before = len({CALENDAR.on_or_before(due - timedelta(days=mark)) for mark in marks.days})
    said = islice(marks.speech(due, CALENDAR), before + (4 if marks.weekly else 1))
    return " ".join(f"{one.on}={one.why}" for one in said)


QUESTIONS: dict[str, Callable[[str, str], str]] = {
    "working": lambda _zone, day: "yes" if CALENDAR.is_working(date.fromisoformat(day)) else "no",
    "guessed": lambda _zone, year: "yes" if CALENDAR.guesses(int(year)) else "no",
    "after": lambda _zone, given: _counted(given, CALENDAR.after),
    "last": lambda _zone, given: _counted(given, CALENDAR.last),
    "on-or-before": lambda _zone, day: str(CALENDAR.on_or_before(date.fromisoformat(day))),
    "on-or-after": lambda _zone, day: str(CALENDAR.on_or_after(date.fromisoformat(day))),
    "round": lambda _zone, quarter: _round(quarter),
    "ladder": lambda _zone, day: _ladder(date.fromisoformat(day)),
    "lead": lambda _zone, day: _speech(lead_marks(POLICY.reminders.lead_marks), date.fromisoformat(day)),
    "support": lambda _zone, day: _speech(support_marks(POLICY.reminders.support_marks), date.fromisoformat(day)),
    "day": lambda zone, now: str(RULES[zone].today(_instant(now))),
    "window": lambda zone, now: _shown(next_window(RULES[zone], _instant(now))),
    "last-morning": lambda zone, now: _shown(last_morning(_instant(now), RULES[zone])),
    "next-morning": lambda zone, now: _shown(next_morning(_instant(now), RULES[zone])),
}


def test_every_row_of_the_table_is_answered_alike() -> None:
    lines = made.TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    wrong = [
        f"{question} {zone} {given}: {answer}, not {found}"
        for question, zone, given, answer in rows
        if (found := QUESTIONS[question](zone, given)) != answer
    ]
    assert wrong == []
    assert set(QUESTIONS) == {row[0] for row in rows}
    assert len(rows) >= 200


def test_the_table_is_the_one_that_its_maker_makes() -> None:
    assert made.TABLE.read_text(encoding="utf-8") == made.table()


@pytest.mark.parametrize("start", WALKS, ids=lambda start: str(start.year))
@pytest.mark.parametrize("zone", ZONES)
def test_two_years_of_hours_know_their_morning_and_their_window(zone: str, start: datetime) -> None:
    rules = RULES[zone]
    wrong = [
        now
        for now in _hours(start, start + TWO_YEARS)
        if last_morning(now, rules) != made.last_morning(zone, now)
        or next_morning(now, rules) != made.next_morning(zone, now)
        or next_window(rules, now) != made.window(zone, now)
        or rules.today(now) != local_day(zone, now)
    ]
    assert wrong == []


@pytest.mark.parametrize("zone", ZONES)
async def test_each_working_day_is_swept_once_at_its_hour(database: Database, zone: str) -> None:
    start, end = (WALKS[0], WALKS[0] + TWO_YEARS) if FULL else (SPRING, SPRING + timedelta(days=40))
    await _install(database, start)
    due = [morning for morning in made.mornings(zone) if start <= morning < end]
    ticks = sorted({*_hours(start, end), *due, *(morning - SECOND for morning in due)})

    swept = [now for now in ticks if await sweep(database, RULES[zone], now)]

    # The first tick may close the books of the time before the start.
    assert [now for now in swept if now >= due[0]] == due
    late = made.after(start.date(), 1)
    assert await _spoken_at(database) == [
        now for now in due if (day := local_day(zone, now)) == late or (day > late and day in FIRST_OF_WEEKS)
    ]
    opens = [instant_of(zone, made.last(quarter, 5), made.SPEAK) for _, quarter in made.QUARTERS]
    assert await _opened_at(database) == [now for now in opens if start <= now < end]


def _hours(start: datetime, end: datetime) -> Iterator[datetime]:
    return (start + HOUR * count for count in range(int((end - start) / HOUR)))


async def _install(database: Database, start: datetime) -> None:
    """One unit, one contact, one task that is never done: it is spoken of on the first working day of every week."""
    plan: dict[str, Any] = PLAN
    head, task = plan["plan"] | {"starts": start.date(), "ends": LAST}, plan["tasks"][0]
    task = task | {"milestones": [task["milestones"][0] | {"due": start.date()}]}
    async with database.writing() as session:
        await install_plan(session, Plan.model_validate(plan | {"plan": head, "tasks": [task]}), "walk", start)
        await set_out(session, RULES["Asia/Shanghai"], start.date())
        unit = await unit_called(session, task["lead_units"][0])
        assert unit is not None
        seat = (await session.exec(select(Seat).where(Seat.unit_id == unit.id, Seat.role == Role.CONTACT))).one()
        secret = await invite(session, seat, 7, start)
        await enter(session, RULES["Asia/Shanghai"], secret, 501, "张联络", 501, start)


async def _spoken_at(database: Database) -> list[datetime]:
    """When the overdue task was put into a digest."""
    async with database.reading() as session:
        digests = list(await session.exec(select(Message).where(Message.kind == "digest").order_by(col(Message.id))))
    return [one.created_at for one in digests if any(item["why"] == "overdue" for item in one.facts["items"])]


async def _opened_at(database: Database) -> list[datetime]:
    async with database.reading() as session:
        return list(await session.exec(select(Round.opened_at).order_by(col(Round.quarter))))
