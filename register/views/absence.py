"""An absence as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.holdings import held_by
from register.people import name_of
from register.tables import Absence, Unit


@dataclass(frozen=True, slots=True)
class Away:
    """An absence as people read it. ``substitute`` is empty when nobody sits in."""

    absence_id: int
    unit: str
    roles: tuple[Role, ...]
    name: str
    first: date
    last: date
    substitute: str


async def away_of(session: AsyncSession, absence: Absence) -> Away:
    """The absence with names for its numbers, and the seats of the unit that it leaves."""
    unit = await session.get_one(Unit, absence.unit_id)
    seats = await held_by(session, absence.person_id)
    return Away(
        absence.id or 0,
        unit.name,
        tuple(one.seat.role for one in seats if one.unit.id == absence.unit_id),
        await name_of(session, absence.person_id),
        absence.first,
        absence.last,
        await name_of(session, absence.substitute_id),
    )


def facts_of_absence(away: Away) -> dict[str, Any]:
    """As a message keeps it."""
    return {
        "unit": away.unit,
        "roles": [role.value for role in away.roles],
        "name": away.name,
        "first": away.first.isoformat(),
        "last": away.last.isoformat(),
        "substitute": away.substitute,
    }
