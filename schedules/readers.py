"""Whether the chat that a message is meant for still belongs to the seat it is owed to."""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import Message, Method, Priority
from register.seats import places
from register.states import AbsenceState
from register.tables import Absence, Holding, Seat


async def lost_reader(session: AsyncSession, message: Message) -> Seat | None:
    """The seat, when its message would go to somebody of the unit who fills it no longer, or is away.

    Answers and edits go to who has just asked. A chat that never was of the unit is nobody's business here.
    """
    kind, _, number = message.owner.partition(":")
    if kind != "seat" or message.priority == Priority.ANSWER or message.method is Method.EDIT:
        return None
    seat_id, chat_id = int(number), int(message.address)
    if await _reads_there(session, seat_id, chat_id):
        return None
    seat = await session.get(Seat, seat_id)
    if seat is None or not await _was_of_the_unit(session, seat, chat_id):
        return None
    now = await places(session, col(Seat.unit_id) == seat.unit_id, lost_too=True)
    return None if any(one.seat_id == seat_id and one.chat_id == chat_id for one in now) else seat


_AWAY = exists().where(
    col(Absence.state) == AbsenceState.AWAY,
    col(Absence.person_id) == col(Holding.person_id),
    col(Absence.unit_id) == col(Seat.unit_id),
)
_READS_THERE = (
    select(Holding.id)
    .join(Seat, col(Seat.id) == col(Holding.seat_id))
    .where(Seat.id == bindparam("seat"), Holding.chat_id == bindparam("chat"), col(Holding.until).is_(None), ~_AWAY)
    .limit(1)
)


async def _reads_there(session: AsyncSession, seat_id: int, chat_id: int) -> bool:
    """Whether the holder of the seat is there: true of nearly every message, and one look."""
    return (await session.exec(_READS_THERE, params={"seat": seat_id, "chat": chat_id})).first() is not None


async def _was_of_the_unit(session: AsyncSession, seat: Seat, chat_id: int) -> bool:
    known = (
        select(Holding.id)
        .join(Seat, col(Seat.id) == col(Holding.seat_id))
        .where(Seat.unit_id == seat.unit_id, Holding.chat_id == chat_id)
    )
    return (await session.exec(known.limit(1))).first() is not None
