"""Who sits where, and where a message to a seat really goes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Bundle
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.stand_ins import Away, away_now
from register.tables import Holding, Invitation, Person, Seat, Unit, UnitAlias


@dataclass(frozen=True, slots=True)
class Place:
    """A chat in which a seat can be reached now."""

    seat_id: int
    unit_id: int
    role: Role
    person_id: int
    """Who reads there: the person in the seat, or who sits in."""
    chat_id: int
    stands_in_for: int | None = None
    """The person who is away meanwhile."""


async def places(session: AsyncSession, *which: ColumnElement[bool], lost_too: bool = False) -> list[Place]:
    """Every chat in which some seat can be reached now; for those who are away, the chats of who sits in.

    ``which`` narrows the seats, to whole units. ``lost_too``: also the chats that take nothing any more.
    """
    rows = await session.exec(_HELD.where(*which))
    seated = _seated(rows.all(), await away_now(session))
    return [place for place, chair in seated if lost_too or chair.unreachable_since is None]


# Columns, not rows of the mapper: a city has thousands of seats, and they are read every morning.
_HELD: Any = (
    select(
        Bundle("seat", *map(col, (Seat.id, Seat.unit_id, Seat.role))),
        Bundle("holding", *map(col, (Holding.person_id, Holding.chat_id, Holding.unreachable_since))),
    )
    .join_from(Seat, Holding, col(Holding.seat_id) == col(Seat.id))
    .where(col(Holding.until).is_(None))
    .order_by(col(Seat.id), col(Holding.id))
)


async def person_with_seats(session: AsyncSession, telegram_id: int) -> tuple[Person | None, list[Place]]:
    """The person with this number in the chat service, None when nobody was ever seated under it.

    And the seats that he or she fills now, then those in which he or she sits in for somebody.
    """
    rows = await session.exec(
        select(Person, Seat, Holding)
        .join(Holding, (col(Holding.person_id) == col(Person.id)) & col(Holding.until).is_(None), isouter=True)
        .join(Seat, col(Seat.id) == col(Holding.seat_id), isouter=True)
        .where(col(Person.telegram_id) == telegram_id)
        .order_by(col(Seat.id))
    )
    found = rows.all()
    own = [_place(seat, holding) for _, seat, holding in found if seat is not None]
    person = found[0][0] if found else None
    return person, [*own, *await _sits_in(session, own)] if own else []


async def _sits_in(session: AsyncSession, own: list[Place]) -> list[Place]:
    """The seats of absent colleagues that somebody with ``own`` seats fills meanwhile."""
    units = {place.unit_id for place in own if place.person_id in (await away_now(session)).values()}
    beside = await places(session, col(Seat.unit_id).in_(units), lost_too=True) if units else []
    mine = {place.seat_id for place in own}
    people = {place.person_id for place in own}
    return [one for one in beside if one.person_id in people and one.seat_id not in mine]


def _seated(held: Sequence[tuple[Seat, Holding]], away: Away) -> list[tuple[Place, Holding]]:
    """Each place with the chair that its reader really sits on, in the unit."""
    present = [(seat, holding) for seat, holding in held if (holding.person_id, seat.unit_id) not in away]
    chairs = {(holding.person_id, seat.unit_id): holding for seat, holding in present}
    taken = {(seat.id, holding.person_id) for seat, holding in present}
    found = []
    for seat, holding in held:
        absent = (holding.person_id, seat.unit_id)
        if absent not in away:
            found.append((_place(seat, holding), holding))
            continue
        chair = chairs.get((away[absent] or 0, seat.unit_id))
        if chair is not None and (seat.id, chair.person_id) not in taken:
            place = Place(seat.id or 0, seat.unit_id, seat.role, chair.person_id, chair.chat_id, holding.person_id)
            found.append((place, chair))
    return found


def _place(seat: Seat, holding: Holding) -> Place:
    return Place(seat.id or 0, seat.unit_id, seat.role, holding.person_id, holding.chat_id)


async def unit_called(session: AsyncSession, name: str) -> Unit | None:
    """The unit of this name or alias; one that a changed plan dropped has none any more."""
    in_force = select(Unit).where(col(Unit.dropped_on).is_(None))
    unit = (await session.exec(in_force.where(Unit.name == name))).one_or_none()
    if unit is not None:
        return unit
    by_alias = select(Unit).join(UnitAlias, col(UnitAlias.unit_id) == col(Unit.id)).where(UnitAlias.alias == name)
    return (await session.exec(by_alias)).one_or_none()


async def invite(session: AsyncSession, seat: Seat, days: int, now: datetime, replaces: Holding | None = None) -> str:
    """Open a way into ``seat`` for ``days`` days and give its secret (128 bits, kept only as a hash).

    ``replaces``: whose place the newcomer is to take.
    """
    secret = secrets.token_urlsafe(16)
    session.add(
        Invitation(
            seat_id=seat.id or 0,
            secret_hash=_hash(secret),
            created_at=now,
            expires_at=now + timedelta(days=days),
            replaces=replaces.id if replaces is not None else None,
        )
    )
    return secret


async def invitation_with(session: AsyncSession, secret: str) -> Invitation | None:
    """The invitation with this secret, used or not, held until the act ends."""
    return (
        await session.exec(select(Invitation).where(Invitation.secret_hash == _hash(secret)).with_for_update())
    ).one_or_none()


async def take_seat(
    session: AsyncSession, invitation: Invitation, telegram_id: int, name: str, chat_id: int, now: datetime
) -> Seat:
    """Use up ``invitation``: the person fills its seat, reached in ``chat_id``."""
    person = (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).one_or_none()
    if person is None:
        person = Person(telegram_id=telegram_id, name=name)
        session.add(person)
        await session.flush()
    person.name = name
    invitation.used_at, invitation.used_by = now, person.id
    session.add_all([person, invitation])
    seat = await session.get_one(Seat, invitation.seat_id)
    held = select(Holding).where(
        Holding.seat_id == seat.id, Holding.person_id == person.id, col(Holding.until).is_(None)
    )
    holding = (await session.exec(held)).one_or_none() or Holding(
        seat_id=seat.id or 0, person_id=person.id or 0, chat_id=chat_id, since=now
    )
    holding.chat_id, holding.unreachable_since = chat_id, None
    session.add(holding)
    return seat


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
