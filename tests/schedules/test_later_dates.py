"""A due date moves, or may yet move: what a small town's mornings make of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, actor_of
from actions.complete import claim
from actions.extend import ask_extension
from actions.reopen import reopen_duty
from actions.review import judge_completion
from actions.review_extension import judge_extension
from database.engine import Database
from outbox.message import DeliveryState, Message
from register.states import ClimbState
from register.tables import Climb, Duty, Extension, Person
from schedules.wanted import wanted
from tests.schedules.small import RULES, Town

LADDER = ("warning", "order", "explanation-asked", "proposal")
CONTACT, OFFICE = "发改委contact", "办公室office"
LATER = date(2021, 8, 31)


@asynccontextmanager
async def acting(town: Town, name: str) -> AsyncIterator[tuple[AsyncSession, Actor]]:
    async with town.database.writing() as session:
        person = (await session.exec(select(Person).where(Person.name == name))).one()
        yield session, await actor_of(session, person.telegram_id, name, person.telegram_id)


async def asks(town: Town) -> int:
    async with acting(town, CONTACT) as (session, actor):
        asked = await ask_extension(session, RULES, actor, 1, LATER, "手续未批复", None, hours_later(town))
    return asked.extension_id


async def decides(town: Town, extension_id: int, *, accept: bool) -> None:
    async with acting(town, OFFICE) as (session, actor):
        words = None if accept else "理由不足"
        await judge_extension(session, RULES, actor, extension_id, accept, words, hours_later(town))


def hours_later(town: Town) -> datetime:
    return town.now + timedelta(hours=2)


async def lead_days(town: Town, after: str, why: str = "due") -> list[tuple[str, str]]:
    """(day, mark) of what the lead's digests said of the duty after this day."""
    said = await town.said("digest")
    marks = [(day, one) for day, seat, whys in said if seat == "发改委/contact" for one in whys.split()]
    return [(day, one) for day, one in marks if day > after and one.startswith(why)]


async def test_reminders_and_ladder_follow_the_new_date(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-25")
    await decides(town, await asks(town), accept=True)
    await town.until("2021-09-03")
    assert await lead_days(town, "2021-06-25") == [
        ("2021-07-30", "due-30"),
        ("2021-08-16", "due-15"),
        ("2021-08-24", "due-7"),
        ("2021-08-27", "due-3"),
        ("2021-08-30", "due-1"),
        ("2021-08-31", "due-0"),
    ]
    support = [(day, why) for day, seat, why in await town.said("digest") if seat == "水利局/contact"]
    assert [one for one in support if one[0] > "2021-06-25"] == [
        ("2021-08-16", "support-15"),
        ("2021-08-27", "support-3"),
        ("2021-09-01", "support-overdue"),
    ]
    overdue = [day for day, seat, why in await town.said("warning") if seat == "发改委/contact" and "overdue" in why]
    assert overdue == ["2021-09-01"]


async def test_nobody_is_accused_while_a_request_made_in_time_waits(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-30")
    extension = await asks(town)
    await town.until("2021-07-20")
    accused = [why for _, seat, why in await town.said(*LADDER, "digest") if "overdue" in why]
    assert accused == []
    await decides(town, extension, accept=True)
    await town.until("2021-08-20")
    assert await lead_days(town, "2021-07-20") == [("2021-07-30", "due-30"), ("2021-08-16", "due-15")]
    assert await town.said(*LADDER, why="overdue") == []


async def test_a_refusal_after_the_due_date_starts_the_ladder_on_the_next_morning(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-30")
    extension = await asks(town)
    await town.until("2021-07-08")
    await decides(town, extension, accept=False)
    await town.until("2021-07-15")
    steps = [(day, seat) for day, seat, _ in await town.said("warning", "order", why="overdue")]
    assert steps[0] == ("2021-07-09", "发改委/contact")
    assert ("2021-07-15", "发改委/leader") in steps  # the order, as many working days after the warning as ever


async def test_without_a_request_the_same_mornings_accuse(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-20")
    assert await town.said("warning", why="overdue")


async def test_a_reminder_of_the_old_date_does_not_leave_any_more(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-24")
    async with database.reading() as session:
        digests = select(Message).where(Message.kind == "digest")
        written = [one for one in await session.exec(digests) if RULES.today(one.created_at) == date(2021, 6, 23)]
    assert {item["why"] for one in written for item in one.facts["items"]} == {"due-7"}
    check = wanted(RULES)
    async with database.reading() as session:
        assert await check(session, written, town.now) == [one.facts for one in written]
    await decides(town, await asks(town), accept=True)
    async with database.reading() as session:
        assert await check(session, written, town.now) == [None for _ in written]


async def test_a_supporting_units_reminder_of_the_old_date_does_not_leave_either(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-25")
    async with database.reading() as session:
        rows = await session.exec(select(Message).where(Message.kind == "digest", Message.state == DeliveryState.SENT))
        supports = [one for one in rows if one.facts["items"][0]["why"] == "support-3"]
    assert len(supports) == 1
    await decides(town, await asks(town), accept=True)
    async with database.reading() as session:
        assert await wanted(RULES)(session, supports, town.now) == [None]


async def test_what_was_taken_up_again_after_its_date_climbs_from_the_first_step(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-07")  # warned and ordered
    async with acting(town, CONTACT) as (session, actor):
        claimed = await claim(session, RULES, actor, 1, "完成", None, hours_later(town))
    async with acting(town, OFFICE) as (session, actor):
        await judge_completion(session, RULES, actor, claimed.completion_id, True, None, hours_later(town))
    await town.until("2021-08-10")
    assert await town.said(*LADDER, why="overdue") == before_closing(await town.said(*LADDER, why="overdue"))
    async with acting(town, OFFICE) as (session, actor):
        await reopen_duty(session, RULES, actor, 1, "现场核查未完成", hours_later(town))
    await town.until("2021-08-20")
    again = [(day, seat) for day, seat, _ in await town.said("warning", "order", why="overdue") if day > "2021-08-10"]
    contact = [day for day, seat in again if seat == "发改委/contact"]
    assert contact == ["2021-08-11", "2021-08-17"]  # counted from the day on which it was taken up again
    async with database.reading() as session:
        climbs = list(await session.exec(select(Climb).where(Climb.duty_id == 1)))
        duty = await session.get_one(Duty, 1)
    assert [(one.state, one.base) for one in climbs] == [
        (ClimbState.MET, date(2021, 6, 30)),
        (ClimbState.CLIMBING, date(2021, 8, 10)),
    ]
    assert duty.late


def before_closing(said: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [one for one in said if one[0] <= "2021-07-07"]


async def test_taken_up_again_before_its_date_it_is_reminded_by_the_calendar(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-05-31")
    async with acting(town, CONTACT) as (session, actor):
        claimed = await claim(session, RULES, actor, 1, "完成", None, hours_later(town))
    async with acting(town, OFFICE) as (session, actor):
        await judge_completion(session, RULES, actor, claimed.completion_id, True, None, hours_later(town))
    await town.until("2021-06-17")
    assert await lead_days(town, "2021-05-31") == []
    async with acting(town, OFFICE) as (session, actor):
        await reopen_duty(session, RULES, actor, 1, "材料不实", hours_later(town))
    await town.until("2021-06-24")
    assert await lead_days(town, "2021-05-31") == [("2021-06-23", "due-7")]


async def test_the_office_is_told_that_a_request_waits(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-21")
    await asks(town)
    await town.until("2021-06-22")
    async with database.reading() as session:
        told = list(await session.exec(select(Message).where(Message.template == "review-waiting")))
        assert [one.facts["extensions"] for one in told] == [1]
        assert list(await session.exec(select(Extension.id))) == [1]
