"""Whether the chat that a message is meant for still belongs to the seat it is owed to."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import Message, Method, Priority
from register.seats import places
from register.tables import Holding, Seat


async def lost_reader(session: AsyncSession, message: Message) -> Seat | None:
    """The seat, when its message would go to somebody of the unit who fills it no longer, or is away.

    Answers and edits go to who has just asked. A chat that never was of the unit is nobody's business here.
    """
    kind, _, number = message.owner.partition(":")
    if kind != "seat" or message.priority == Priority.ANSWER or message.method is Method.EDIT:
        return None
    seat = await session.get(Seat, int(number))
    chat_id = int(message.address)
    if seat is None or not await _was_of_the_unit(session, seat, chat_id):
        return None
    now = await places(session, col(Seat.unit_id) == seat.unit_id, lost_too=True)
    return None if any(one.seat_id == seat.id and one.chat_id == chat_id for one in now) else seat


async def _was_of_the_unit(session: AsyncSession, seat: Seat, chat_id: int) -> bool:
    known = (
        select(Holding.id)
        .join(Seat, col(Seat.id) == col(Holding.seat_id))
        .where(Seat.unit_id == seat.unit_id, Holding.chat_id == chat_id)
    )
    return (await session.exec(known.limit(1))).first() is not None
