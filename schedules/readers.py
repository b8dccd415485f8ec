"""Whether the chat that a message is meant for still belongs to the seat it is owed to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import Message, Method, Priority
from register.seats import places
from register.states import AbsenceState
from register.tables import Absence, Holding, Seat


async def lost_readers(session: AsyncSession, messages: Sequence[Message]) -> list[tuple[Message, Seat]]:
    """Messages that would go to somebody of the unit who fills the seat no longer, or is away; with the seat.

    Answers and edits go to who has just asked. A chat that never was of the unit is nobody's business here. The later
    parts of a long message follow the first, which has been read there.
    """
    owed = [(one, *place) for one in messages if (place := _place(one)) is not None]
    there = await _who_read(session, {seat_id for _, seat_id, _ in owed}) if owed else set()
    found = []
    for message, seat_id, chat_id in owed:
        if (seat_id, chat_id) not in there and (seat := await _lost(session, seat_id, chat_id)) is not None:
            found.append((message, seat))
    return found


def _place(message: Message) -> tuple[int, int] | None:
    """Seat and chat."""
    kind, _, number = message.owner.partition(":")
    if kind != "seat" or message.part > 1 or message.priority == Priority.ANSWER or message.method is Method.EDIT:
        return None
    return int(number), int(message.address)


async def _lost(session: AsyncSession, seat_id: int, chat_id: int) -> Seat | None:
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
_READ_THERE = (
    select(col(Seat.id), col(Holding.chat_id))
    .join(Holding, col(Seat.id) == col(Holding.seat_id))
    .where(col(Seat.id).in_(bindparam("seats", expanding=True)), col(Holding.until).is_(None), ~_AWAY)
)


async def _who_read(session: AsyncSession, seats: set[int]) -> set[tuple[int | None, int]]:
    """(Seat, chat) of the holders who are there: nearly every message is for one of them, and all are one look."""
    return {(seat_id, chat_id) for seat_id, chat_id in await session.exec(_READ_THERE, params={"seats": list(seats)})}


async def _was_of_the_unit(session: AsyncSession, seat: Seat, chat_id: int) -> bool:
    known = (
        select(Holding.id)
        .join(Seat, col(Seat.id) == col(Holding.seat_id))
        .where(Seat.unit_id == seat.unit_id, Holding.chat_id == chat_id)
    )
    return (await session.exec(known.limit(1))).first() is not None
