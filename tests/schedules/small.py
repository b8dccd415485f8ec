"""A small plan and its people, swept morning by morning; what is sent counts as delivered unless a test says no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast
from sqlmodel import col, select

from database.engine import Database
from outbox.message import DeliveryState, Message
from plans.model import Plan
from plans.policy import Policy
from plans.roles import Role
from register.calendar import WorkingCalendar
from register.loading import install_plan
from register.rules import Rules
from register.tables import Holding, Person, Seat, Unit
from schedules.agenda import set_out
from schedules.sweep import sweep
from schedules.timetable import next_morning

ZONE = ZoneInfo("Asia/Shanghai")
RULES = Rules(Policy(), WorkingCalendar(), ZONE)
START = datetime(2021, 5, 15, 10, tzinfo=ZONE)

SMALL: dict[str, Any] = {
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
    "units": [{"name": name} for name in ("办公室", "督查局", "领导小组", "管委会", "发改委", "水利局")],
    "tasks": [
        {
            "number": 1,
            "title": "修编总体规划",
            "lead_units": ["发改委"],
            "responsible_units": ["水利局"],
            "milestones": [{"due": date(2021, 6, 30), "wording": "2021年6月底前"}],
        }
    ],
}


@dataclass
class Town:
    """The deployment of a test: its database, the day it is, and who may be reached."""

    database: Database
    now: datetime = START
    undeliverable: set[str] = field(default_factory=set)

    @classmethod
    async def found(
        cls,
        database: Database,
        empty_seats: frozenset[tuple[str, Role]] = frozenset(),
        plan: Mapping[str, Any] = SMALL,
    ) -> Town:
        async with database.writing() as session:
            await install_plan(session, Plan.model_validate(plan), "small", START)
            await set_out(session, RULES, RULES.today(START))
            rows = await session.exec(select(Seat, Unit).join(Unit, col(Unit.id) == col(Seat.unit_id)))
            for seat, unit in list(rows):
                if (unit.name, seat.role) in empty_seats:
                    continue
                person = Person(telegram_id=1000 + (seat.id or 0), name=f"{unit.name}{seat.role}")
                session.add(person)
                await session.flush()
                session.add(
                    Holding(seat_id=seat.id or 0, person_id=person.id or 0, chat_id=person.telegram_id, since=START)
                )
        return cls(database)

    async def until(self, day: str) -> None:
        """Every morning up to and including ``day``, each swept and sent."""
        while (following := next_morning(self.now, RULES)).date() <= date.fromisoformat(day):
            self.now = following
            await sweep(self.database, RULES, self.now)
            await self._send()

    async def _send(self) -> None:
        async with self.database.writing() as session:
            for message in await session.exec(select(Message).where(Message.state == DeliveryState.PENDING)):
                lost = message.kind in self.undeliverable
                message.state = DeliveryState.FAILED if lost else DeliveryState.SENT
                message.sent_at = self.now
                session.add(message)

    async def said(self, *kinds: str, why: str = "") -> list[tuple[str, str, str]]:
        """(day, seat, reasons) of every message of these kinds, in order."""
        async with self.database.reading() as session:
            rows = await session.exec(
                select(Message, Seat, Unit)
                .join(Seat, col(Message.owner) == "seat:" + cast(Seat.id, String))
                .join(Unit, col(Unit.id) == col(Seat.unit_id))
                .where(col(Message.kind).in_(kinds))
                .order_by(col(Message.id))
            )
            found = [
                (
                    str(RULES.today(message.created_at)),
                    f"{unit.name}/{seat.role}",
                    " ".join(item["why"] for item in message.facts["items"]),
                )
                for message, seat, unit in rows
            ]
        return [one for one in found if why in one[2]]
