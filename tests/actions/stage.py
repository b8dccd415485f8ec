"""A small deployment with everybody in their seats, and one round open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import ColumnElement
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, actor_of
from actions.refusal import Refusal
from actions.texts import ReportAnswers
from bot.templates import Templates
from database.engine import Database
from outbox.message import DeliveryState, Message
from plans.model import Plan
from plans.policy import Policy
from plans.roles import Role
from register.calendar import WorkingCalendar
from register.loading import install_plan
from register.rules import Rules
from register.states import Cause, ClimbState
from register.tables import (
    Case,
    Climb,
    Draft,
    Duty,
    Evidence,
    Holding,
    Milestone,
    Person,
    Request,
    Round,
    Seat,
    Task,
    Unit,
)

ZONE = ZoneInfo("Asia/Shanghai")
RULES = Rules(Policy(), WorkingCalendar(), ZONE)
START = datetime(2021, 5, 17, 10, tzinfo=ZONE)
OPENED = datetime(2021, 6, 24, 9, tzinfo=ZONE)
IN_TIME = datetime(2021, 6, 28, 10, tzinfo=ZONE)
LAST_MINUTE = datetime(2021, 6, 30, 23, 59, tzinfo=ZONE)
AFTER_CLOSE = datetime(2021, 7, 1, 0, 1, tzinfo=ZONE)
SOME_ANSWERS = ReportAnswers(percent=40, done="完成初稿", problems="资金缺口", next_step="报审")

_UNITS: list[dict[str, Any]] = [
    {"name": "办公室", "housed_in": "发改委"},
    *({"name": name} for name in ("督查局", "领导小组", "管委会", "发改委", "水利局")),
]
PLAN = {
    "plan": {
        "id": "small",
        "title": "试点工作方案",
        "starts": date(2021, 5, 15),
        "ends": date(2022, 12, 31),
        "office": "办公室",
        "bureau": "督查局",
        "leading_group": "领导小组",
        "consolidator": "管委会",
    },
    "units": _UNITS,
    "tasks": [
        {
            "number": 1,
            "title": "修编总体规划",
            "lead_units": ["发改委"],
            "responsible_units": ["水利局"],
            "milestones": [
                {"due": date(2021, 6, 30), "wording": "2021年6月底前"},
                {"due": date(2022, 6, 30), "wording": "2022年6月底前", "ongoing": True},
            ],
        },
        {
            "number": 2,
            "title": "疏浚河道",
            "lead_units": ["水利局"],
            "milestones": [{"due": date(2021, 9, 30), "wording": "2021年9月底前"}],
        },
        {"number": 3, "title": "<绿化>与管护", "lead_units": ["水利局"], "undated": True},
    ],
}

Row = TypeVar("Row", bound=SQLModel)
Result = TypeVar("Result")


@dataclass
class Stage:
    """Every seat is filled by one person called after it, such as 水利局contact."""

    database: Database

    @classmethod
    async def built(cls, database: Database) -> Stage:
        async with database.writing() as session:
            await install_plan(session, Plan.model_validate(PLAN), "small", START)
            seats = await session.exec(select(Seat, Unit).join(Unit, col(Unit.id) == col(Seat.unit_id)))
            for seat, unit in seats.all():
                await _seat(session, seat, f"{unit.name}{seat.role}", 1000 + (seat.id or 0))
        stage = cls(database)
        await stage.open_round("2021Q2", OPENED, date(2021, 6, 30))
        return stage

    async def open_round(self, quarter: str, opened: datetime, closes_on: date) -> None:
        async with self.database.writing() as session:
            opening = Round(quarter=quarter, opened_at=opened, closes_on=closes_on)
            session.add(opening)
            await session.flush()
            for number, unit in ((1, "发改委"), (2, "水利局"), (3, "水利局")):
                task = (await session.exec(select(Task).where(Task.number == number))).one()
                asked = (await session.exec(select(Unit).where(Unit.name == unit))).one()
                session.add(Request(round_id=opening.id or 0, task_id=task.id or 0, unit_id=asked.id or 0))

    async def sit(self, unit: str, role: Role, name: str, telegram_id: int) -> None:
        """One more person in a seat."""
        async with self.database.writing() as session:
            seats = select(Seat).join(Unit, col(Unit.id) == col(Seat.unit_id))
            seat = (await session.exec(seats.where(Unit.name == unit, Seat.role == role))).one()
            await _seat(session, seat, name, telegram_id)

    async def empty(self, name: str) -> None:
        """The person leaves every seat."""
        async with self.database.writing() as session:
            held = select(Holding).join(Person, col(Person.id) == col(Holding.person_id)).where(Person.name == name)
            for holding in (await session.exec(held)).all():
                holding.until = START
                session.add(holding)

    async def does(self, name: str, use_case: Callable[..., Awaitable[Result]], *args: Any) -> Result:
        """The person called ``name`` does something, in a transaction of its own."""
        async with self.acting(name) as (session, actor):
            return await use_case(session, RULES, actor, *args)

    @asynccontextmanager
    async def acting(self, name: str) -> AsyncIterator[tuple[AsyncSession, Actor]]:
        async with self.database.writing() as session:
            yield session, await self.actor(session, name)

    async def actor(self, session: AsyncSession, name: str) -> Actor:
        person = (await session.exec(select(Person).where(Person.name == name))).one_or_none()
        if person is None:
            return await actor_of(session, 9, name, 9)
        return await actor_of(session, person.telegram_id, name, person.telegram_id)

    async def refused(self, name: str, use_case: Callable[..., Awaitable[Any]], *args: Any) -> Refusal:
        """The polite no that the person gets instead; its words exist and can be said with its facts."""
        with pytest.raises(Refusal) as refusal:
            await self.does(name, use_case, *args)
        assert templates().words.say("refusals", refusal.value.word, refusal.value.facts)
        return refusal.value

    async def rows(self, table: type[Row], *which: ColumnElement[bool] | bool) -> list[Row]:
        async with self.database.reading() as session:
            return list(await session.exec(select(table).where(*which).order_by(col(table.id))))  # type: ignore[attr-defined] # every table asked for here has an id

    async def duty(self, number: int, ordinal: int = 1) -> Duty:
        async with self.database.reading() as session:
            found = select(Duty).join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
            by_task = found.join(Task, col(Task.id) == col(Milestone.task_id))
            return (await session.exec(by_task.where(Task.number == number, Milestone.ordinal == ordinal))).one()

    async def request(self, number: int, quarter: str = "2021Q2") -> Request:
        async with self.database.reading() as session:
            found = select(Request).join(Task, col(Task.id) == col(Request.task_id))
            in_round = found.join(Round, col(Round.id) == col(Request.round_id))
            return (await session.exec(in_round.where(Task.number == number, Round.quarter == quarter))).one()

    async def add(self, row: Row) -> Row:
        async with self.database.writing() as session:
            session.add(row)
        return row

    async def draft(self, name: str, target: int, files: int = 0, at: datetime = IN_TIME) -> int:
        """A form being filled in, with some files already sent."""
        person = (await self.rows(Person, col(Person.name) == name))[0]
        draft = await self.add(
            Draft(
                chat_id=person.telegram_id,
                person_id=person.id or 0,
                form="report",
                target=target,
                question="confirm",
                updated_at=at,
            )
        )
        for number in range(files):
            await self.add(
                Evidence(
                    draft_id=draft.id,
                    file_id=f"file-{number}",
                    name=f"照片{number}.jpg",
                    sent_at=at,
                    sent_by=person.id or 0,
                )
            )
        return draft.id or 0

    async def case_against(self, number: int, proposed_on: date = date(2021, 7, 14)) -> int:
        """A case before the bureau with one overdue ground."""
        duty, request = await self.duty(number), await self.request(number)
        case = await self.add(Case(unit_id=request.unit_id, proposed_on=proposed_on))
        await self.add(
            Climb(
                key=f"overdue/duty-{duty.id}",
                cause=Cause.OVERDUE,
                unit_id=request.unit_id,
                task_id=request.task_id,
                duty_id=duty.id,
                state=ClimbState.PROPOSED,
                base=duty.due,
                case_id=case.id,
            )
        )
        return case.id or 0

    async def told(self, template: str) -> list[Message]:
        """The live messages of this template, each of them readable."""
        rows = await self.rows(
            Message, col(Message.template) == template, col(Message.state) != DeliveryState.CANCELLED
        )
        for row in rows:
            assert templates().render(template, row.facts)
            for button in (button for line in row.keyboard for button in line):
                assert templates().words.say("buttons", button["label"], button["facts"])
        return rows

    async def words_of(self, template: str) -> str:
        """The one message of this template as its reader sees it."""
        (message,) = await self.told(template)
        return templates().render(template, message.facts)


async def _seat(session: AsyncSession, seat: Seat, name: str, telegram_id: int) -> None:
    person = (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).one_or_none()
    if person is None:
        person = Person(telegram_id=telegram_id, name=name)
        session.add(person)
        await session.flush()
    session.add(Holding(seat_id=seat.id or 0, person_id=person.id or 0, chat_id=telegram_id, since=START))


@cache
def templates() -> Templates:
    """The words that ship."""
    return Templates(Path(__file__).parents[2] / "message_templates", ZONE)
