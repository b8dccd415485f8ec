"""Which units of the register no message can reach now: asked for ``duban check``, which must never need a register."""

from __future__ import annotations

import asyncio
import sqlite3

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from database.engine import Database
from duban.settings import Settings
from duban.store import not_yet
from register.people import OF_A_UNIT
from register.seats import places
from register.tables import Seat, Unit, UnitAlias

_CANNOT_BE_ASKED = (SQLAlchemyError, sqlite3.Error, OSError)


def unreached_units(settings: Settings) -> frozenset[str]:
    """All names of the units with seats that nobody can be reached in; empty where there is no register to ask."""
    try:
        return frozenset() if not_yet(settings) else asyncio.run(_ask(settings))
    except _CANNOT_BE_ASKED:
        return frozenset()


async def _ask(settings: Settings) -> frozenset[str]:
    store = Database(settings.store)
    try:
        async with store.reading() as session:
            return await _unreached(session)
    finally:
        await store.close()


async def _unreached(session: AsyncSession) -> frozenset[str]:
    with_seats = await session.exec(select(Seat.unit_id).where(col(Seat.role).in_(OF_A_UNIT)).distinct())
    reached = {place.unit_id for place in await places(session) if place.role in OF_A_UNIT}
    silent = set(with_seats) - reached
    names = await session.exec(select(Unit.name).where(col(Unit.id).in_(silent)))
    aliases = await session.exec(select(UnitAlias.alias).where(col(UnitAlias.unit_id).in_(silent)))
    return frozenset([*names, *aliases])
