"""Going away, in short."""

from __future__ import annotations

from datetime import date, datetime

from actions.absent import absent
from register.tables import Absence, Person
from tests.actions.stage import IN_TIME, Stage


async def number_of(stage: Stage, name: str) -> int:
    (person,) = await stage.rows(Person, Person.name == name)
    return person.id or 0


async def unit_of(stage: Stage, name: str) -> int:
    """The unit of the person's first seat."""
    async with stage.acting(name) as (_, actor):
        return actor.places[0].unit_id


async def go_away(
    stage: Stage, name: str, first: str, last: str, substitute: str | None = None, at: datetime = IN_TIME
) -> Absence:
    """The person registers an absence from the unit of the first seat."""
    number = await number_of(stage, substitute) if substitute else None
    days = (date.fromisoformat(first), date.fromisoformat(last))
    away = await stage.does(name, absent, await unit_of(stage, name), *days, number, at)
    (absence,) = await stage.rows(Absence, Absence.id == away.absence_id)
    return absence
