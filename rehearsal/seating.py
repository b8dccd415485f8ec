"""Before the curtain rises every seat is filled: one person each, with a phone."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.people import OF_A_UNIT
from register.seats import invitation_with, invite, take_seat
from register.tables import Seat, Unit
from rehearsal.phone import Phone
from rehearsal.scene import Scene

_FIRST_ID = 100_001
_DAYS = 7

Phones = dict[tuple[str, Role], Phone]
"""By unit and role."""


async def fill_seats(scene: Scene) -> Phones:
    """Everybody has taken up the invitation before the plan starts, so nobody is welcomed in the record."""
    words = scene.files.templates.words
    phones: Phones = {}
    async with scene.database.writing() as session:
        seats = await session.exec(
            select(Seat, Unit).join(Unit, col(Unit.id) == col(Seat.unit_id)).order_by(col(Seat.id))
        )
        for number, (seat, unit) in enumerate(list(seats), _FIRST_ID):
            name = f"{unit.name}{words.say('roles', seat.role)}" if seat.role in OF_A_UNIT else unit.name
            scene.box.user(number, name, started=True)
            await _seat(session, seat, number, name, scene.clock.now())
            phones[unit.name, seat.role] = Phone(scene.box, words, number, name)
    return phones


async def _seat(session: AsyncSession, seat: Seat, number: int, name: str, now: datetime) -> None:
    secret = await invite(session, seat, _DAYS, now)
    await session.flush()
    invitation = await invitation_with(session, secret)
    if invitation is not None:
        await take_seat(session, invitation, number, name, number, now)
