"""People by the seats they fill: who belongs where, and where a message to a seat really goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.seats import Place, places
from register.tables import Holding, Person, Seat, Unit

OF_A_UNIT = frozenset({Role.CONTACT, Role.LEADER})


async def person_called(session: AsyncSession, telegram_id: int) -> Person | None:
    """The person with this number in the chat service; None when nobody was ever seated under it."""
    return (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).one_or_none()


async def name_of(session: AsyncSession, person_id: int | None) -> str:
    """How a person is named to others; empty when there is none."""
    person = await session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else ""


async def names_of(session: AsyncSession, person_ids: Collection[int | None]) -> dict[int | None, str]:
    """The same for several at once, by id; nobody has no entry."""
    rows = await session.exec(select(Person.id, Person.name).where(col(Person.id).in_(person_ids)))
    return dict(rows.all())


async def homes(session: AsyncSession, person_id: int) -> frozenset[int]:
    """The units a person belongs to and may therefore not judge.

    Who speaks for a unit belongs to it. Who has a seat only in a body housed in a unit, as the office is, belongs to it
    as well.
    """
    rows = await session.exec(
        select(Seat, Unit)
        .join(Holding, col(Holding.seat_id) == col(Seat.id))
        .join(Unit, col(Unit.id) == col(Seat.unit_id))
        .where(Holding.person_id == person_id, col(Holding.until).is_(None))
    )
    seats = list(rows)
    own = frozenset(seat.unit_id for seat, _ in seats if seat.role in OF_A_UNIT)
    return own or frozenset(unit.housed_in_id for _, unit in seats if unit.housed_in_id is not None)


async def holders(session: AsyncSession, role: Role) -> frozenset[int]:
    """The persons who fill a seat of this role now."""
    rows = await session.exec(
        select(Holding.person_id)
        .join(Seat, col(Seat.id) == col(Holding.seat_id))
        .where(Seat.role == role, col(Holding.until).is_(None))
    )
    return frozenset(rows)


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a message to a seat goes. ``instead``: its own chats could not be reached, these take their place."""

    places: tuple[Place, ...]
    instead: bool = False


async def reach(session: AsyncSession, unit_id: int, role: Role) -> Reached:
    """The seat's own chats, else those of the unit's other seats, else those of the office.

    What is for the leading group is not for who speaks for the unit that it sits in: it goes to the office.
    """
    found = await places(session, (col(Seat.unit_id) == unit_id) | (col(Seat.role) == Role.OFFICE))
    own = tuple(place for place in found if (place.unit_id, place.role) == (unit_id, role))
    others = tuple(place for place in found if place.unit_id == unit_id and role is not Role.LEADING_GROUP)
    office = tuple(place for place in found if place.role is Role.OFFICE)
    return Reached(own) if own else Reached(others or office, instead=True)
