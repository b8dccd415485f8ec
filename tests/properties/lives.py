"""A small town in which anything may happen on any day; who may not do what they try is told so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlmodel import SQLModel, col, select

from actions.access import actor_of
from actions.refusal import Refusal
from database.engine import Database
from register.tables import Person
from tests.actions.stage import templates
from tests.harness.stores import create_tables
from tests.schedules.small import RULES, SMALL, Town

PLAN = SMALL | {
    "tasks": [
        {
            "number": number,
            "title": f"第{number}件实事",
            "lead_units": [unit],
            "milestones": [{"due": due, "wording": f"{due.year}年{due.month}月底前"}],
        }
        for number, unit, due in (
            (1, "发改委", date(2021, 6, 30)),
            (2, "发改委", date(2021, 9, 30)),
            (3, "水利局", date(2021, 6, 30)),
        )
    ]
}
UNITS = ("发改委", "水利局")
OFFICE, BUREAU = "办公室office", "督查局bureau"

Row = TypeVar("Row", bound=SQLModel)


class Lives:
    """The town, and what people try in it."""

    def __init__(self, town: Town) -> None:
        self.town, self.database = town, town.database
        self.baselines: dict[int, date] = {}

    @classmethod
    async def begin(cls, database: Database) -> Lives:
        await create_tables(database)
        lives = cls(await Town.found(database, plan=PLAN))
        await lives.town.until("2021-06-24")
        return lives

    @property
    def noon(self) -> datetime:
        """When people act."""
        return RULES.at(RULES.today(self.town.now), time(12, 0))

    async def days_pass(self, days: int) -> None:
        await self.town.until(str(RULES.today(self.town.now) + timedelta(days=days)))

    async def tries(self, name: str, act: Callable[..., Awaitable[Any]], *facts: Any) -> bool:
        """Whether the act was done; a refusal is a sentence that can be said."""
        try:
            async with self.database.writing() as session:
                person = (await session.exec(select(Person).where(Person.name == name))).one()
                actor = await actor_of(session, person.telegram_id, name, person.telegram_id)
                await act(session, RULES, actor, *facts, self.noon)
        except Refusal as refusal:
            templates().words.say("refusals", refusal.word, refusal.facts)  # KeyError when there is no such sentence
            return False
        return True

    async def rows(self, table: type[Row]) -> list[Row]:
        async with self.database.reading() as session:
            return list(await session.exec(select(table).order_by(col(table.id))))  # type: ignore[attr-defined]  # every table asked for has an id
