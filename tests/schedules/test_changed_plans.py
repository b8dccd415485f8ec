"""The plan changes in mid-course: what a small town's mornings make of it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from actions.amend_plan import amend_plan
from database.engine import Database
from outbox.message import Message
from plans.blueprint import blueprint_of
from plans.model import Plan
from register.amending.amend import Consent, NewPlan
from register.blueprint import revision_of
from schedules.wanted import wanted
from tests.schedules.small import RULES, SMALL, Town

LADDER = ("warning", "order", "explanation-asked", "proposal")
OTHER = {"number": 2, "title": "绿化", "lead_units": ["水利局"], "undated": True}


async def changes(town: Town, drop: tuple[int, ...] = (), overdue: tuple[int, ...] = (), **entry: Any) -> None:
    """Two hours after the morning the town's first task says something else; without ``entry`` it is gone."""
    plan = deepcopy(SMALL)
    plan["tasks"] = [plan["tasks"][0] | entry] if entry else [OTHER]
    async with town.database.writing() as session:
        new = NewPlan(blueprint_of(Plan.model_validate(plan)), "changed")
        consent = Consent(await revision_of(session), drop, overdue)
        await amend_plan(session, RULES, new, consent, town.now + timedelta(hours=2))


def due(day: date) -> list[dict[str, Any]]:
    return [{"due": day, "wording": f"{day.year}年{day.month}月底前"}]


async def accused(town: Town, seat: str) -> list[str]:
    """The days on which the ladder spoke to this seat of something overdue."""
    return [day for day, one, _ in await town.said(*LADDER, why="overdue") if one == seat]


async def test_reminders_and_ladder_follow_the_decreed_date(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-06")
    assert await accused(town, "发改委/contact") == ["2021-07-01"]
    await changes(town, milestones=due(date(2021, 8, 31)))
    await town.until("2021-09-03")
    assert await accused(town, "发改委/contact") == ["2021-07-01", "2021-09-01"]
    marks = [(day, why) for day, seat, why in await town.said("digest", why="due-") if seat == "发改委/contact"]
    assert next(one for one in marks if one[0] > "2021-07-06") == ("2021-07-30", "due-30")


async def test_a_dropped_task_is_spoken_of_no_more(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-06")
    await changes(town, drop=(1,))
    before = await town.said("digest", *LADDER, why="overdue")
    await town.until("2021-08-20")
    assert await town.said("digest", *LADDER, why="overdue") == before


async def test_a_new_lead_is_accused_of_nothing_that_came_before(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-06")
    await changes(town, overdue=(1,), lead_units=["水利局"], responsible_units=["发改委"])
    await town.until("2021-07-20")
    assert await accused(town, "水利局/contact") == ["2021-07-07", "2021-07-13", "2021-07-16"]
    assert await accused(town, "发改委/contact") == ["2021-07-01"]


async def test_an_earlier_date_that_is_past_is_held_against_nobody_before_it_was_decreed(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-22")
    await changes(town, overdue=(1,), milestones=due(date(2021, 6, 1)))
    await town.until("2021-07-05")
    assert await accused(town, "发改委/contact") == ["2021-06-23", "2021-06-29", "2021-07-02"]


async def test_a_queued_reminder_that_became_pointless_is_not_sent(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-29")
    check = wanted(RULES)
    async with town.database.reading() as session:
        digests = await session.exec(select(Message).where(Message.kind == "digest").order_by(col(Message.id).desc()))
        queued = next(one for one in digests if "duty" in one.facts["items"][0])
        assert await check(session, [queued], town.now) == [queued.facts]
    await changes(town, milestones=due(date(2021, 8, 31)))
    async with town.database.reading() as session:
        (facts,) = await check(session, [queued], town.now)
    assert not isinstance(facts, dict) or all("duty" not in item for item in facts["items"])
