"""Who sits where, and where a message to a seat really goes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.tables import Holding, Invitation, Person, Seat, Unit, UnitAlias


@dataclass(frozen=True, slots=True)
class Place:
    """A chat in which a seat can be reached now."""

    seat_id: int
    unit_id: int
    role: Role
    person_id: int
    chat_id: int


async def places(session: AsyncSession) -> list[Place]:
    """Every chat in which some seat can be reached now."""
    rows = await session.exec(
        select(Seat, Holding)
        .join(Holding, col(Holding.seat_id) == col(Seat.id))
        .where(col(Holding.until).is_(None), col(Holding.unreachable_since).is_(None))
        .order_by(col(Seat.id), col(Holding.id))
    )
    return [_place(seat, holding) for seat, holding in rows]


async def seats_of(session: AsyncSession, telegram_id: int) -> list[Place]:
    """The seats that a person fills now, told by the chat service's own number of the person."""
    rows = await session.exec(
        select(Seat, Holding)
        .join(Holding, col(Holding.seat_id) == col(Seat.id))
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(col(Person.telegram_id) == telegram_id, col(Holding.until).is_(None))
        .order_by(col(Seat.id))
    )
    return [_place(seat, holding) for seat, holding in rows]


def _place(seat: Seat, holding: Holding) -> Place:
    return Place(seat.id or 0, seat.unit_id, seat.role, holding.person_id, holding.chat_id)


async def unit_called(session: AsyncSession, name: str) -> Unit | None:
    """The unit of this name or alias."""
    unit = (await session.exec(select(Unit).where(Unit.name == name))).one_or_none()
    if unit is not None:
        return unit
    by_alias = select(Unit).join(UnitAlias, col(UnitAlias.unit_id) == col(Unit.id)).where(UnitAlias.alias == name)
    return (await session.exec(by_alias)).one_or_none()


async def invite(session: AsyncSession, seat: Seat, days: int, now: datetime) -> str:
    """Open a way into ``seat`` for ``days`` days and give its secret (128 bits, kept only as a hash)."""
    secret = secrets.token_urlsafe(16)
    session.add(
        Invitation(
            seat_id=seat.id or 0,
            secret_hash=_hash(secret),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    return secret


async def invitation_with(session: AsyncSession, secret: str) -> Invitation | None:
    """The invitation with this secret, used or not, held until the act ends."""
    return (
        await session.exec(select(Invitation).where(Invitation.secret_hash == _hash(secret)).with_for_update())
    ).one_or_none()


async def open_invitation(session: AsyncSession, secret: str, now: datetime) -> Invitation | None:
    """The unused, unexpired invitation with this secret."""
    found = await invitation_with(session, secret)
    if found is None or found.used_at is not None or found.expires_at <= now:
        return None
    return found


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


async def mark_unreachable(session: AsyncSession, chat_id: int, now: datetime) -> list[Holding]:
    """Nobody can be reached in ``chat_id`` any more; returns the holdings concerned for the first time."""
    rows = await session.exec(
        select(Holding).where(
            Holding.chat_id == chat_id, col(Holding.until).is_(None), col(Holding.unreachable_since).is_(None)
        )
    )
    holdings = list(rows)
    for holding in holdings:
        holding.unreachable_since = now
        session.add(holding)
    return holdings


async def move_chat(session: AsyncSession, old: int, new: int) -> None:
    """A group became a supergroup: its seats are reached under the new number."""
    for holding in await session.exec(select(Holding).where(Holding.chat_id == old)):
        holding.chat_id = new
        session.add(holding)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
