"""Who holds a seat now, and the end of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.locks import locked_one
from register.tables import Holding, Person, Seat, Unit


@dataclass(frozen=True, slots=True)
class Held:
    """A person in a seat, with the names that people use."""

    holding: Holding
    seat: Seat
    unit: Unit
    person: Person


async def held(session: AsyncSession, holding_id: int) -> Held | None:
    """One holding, ended or not, held until the act ends; None when there is none."""
    if await session.get(Holding, holding_id) is None:
        return None
    holding = await locked_one(session, Holding, holding_id)
    seat = await session.get_one(Seat, holding.seat_id)
    unit = await session.get_one(Unit, seat.unit_id)
    return Held(holding, seat, unit, await session.get_one(Person, holding.person_id))


async def held_by(session: AsyncSession, person_id: int) -> list[Held]:
    """The seats of a person, by unit."""
    rows = await session.exec(
        select(Holding, Seat, Unit, Person)
        .join(Seat, col(Seat.id) == col(Holding.seat_id))
        .join(Unit, col(Unit.id) == col(Seat.unit_id))
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(Holding.person_id == person_id, col(Holding.until).is_(None))
        .order_by(col(Unit.position), col(Seat.id))
    )
    return [Held(*row) for row in rows]


async def people_of(session: AsyncSession, unit_id: int) -> list[Person]:
    """Everybody who fills a seat of the unit, each once."""
    rows = await session.exec(
        select(Person)
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .join(Seat, col(Seat.id) == col(Holding.seat_id))
        .where(Seat.unit_id == unit_id, col(Holding.until).is_(None))
        .order_by(col(Person.id))
    )
    return list({person.id: person for person in rows}.values())


async def others_in(session: AsyncSession, holding: Holding) -> list[Person]:
    """The seat's other people."""
    rows = await session.exec(
        select(Person)
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .where(Holding.seat_id == holding.seat_id, col(Holding.id) != holding.id, col(Holding.until).is_(None))
        .order_by(col(Holding.id))
    )
    return list(rows)


async def seat_called(session: AsyncSession, unit_id: int, role: Role) -> Seat | None:
    """The unit's seat of this role."""
    return (await session.exec(select(Seat).where(Seat.unit_id == unit_id, Seat.role == role))).one_or_none()


def end(session: AsyncSession, holding: Holding, now: datetime) -> None:
    """The person fills the seat no longer."""
    holding.until = now
    session.add(holding)
