"""What was meant for an address that takes nothing any more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.claims import as_message
from outbox.message import DeliveryState, Message, Method, Priority, messages

S = DeliveryState
_WAITING = messages.c.state.in_([S.PENDING, S.CLAIMED])


async def stranded(session: AsyncSession, refused: Message) -> list[Message]:
    """The refused message and all that waits for its address, each as a whole (its first part), the oldest first.

    Answers and edits are left out: what somebody has just asked for is meant for nobody else.
    """
    connection = await session.connection()
    heads = select(func.coalesce(messages.c.part_of, messages.c.id)).where(
        messages.c.address == refused.address, _WAITING
    )
    rows = await connection.execute(
        select(messages)
        .where(
            or_(messages.c.id.in_(heads), messages.c.id == (refused.part_of or refused.id)),
            messages.c.method != Method.EDIT,
            messages.c.priority != Priority.ANSWER,
        )
        .order_by(messages.c.id)
        .with_for_update()
    )
    return [as_message(row) for row in rows.mappings()]


async def give_up(session: AsyncSession, heads: Collection[int], reason: str, now: datetime) -> None:
    """Nobody can be told: what still waits of these messages has failed."""
    connection = await session.connection()
    whole = or_(messages.c.id.in_(list(heads)), messages.c.part_of.in_(list(heads)))
    failed = update(messages).where(whole, _WAITING)
    await connection.execute(failed.values(state=S.FAILED, reason=reason, changed_at=now))
