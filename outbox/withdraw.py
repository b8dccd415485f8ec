"""The one statement that cancels messages which have not begun to leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import DeliveryState, messages
from outbox.states import sources


async def withdraw(session: AsyncSession, which: Sequence[ColumnElement[bool]], *, reason: str, now: datetime) -> int:
    """Cancel the chosen messages, and the later parts that would have followed them; returns how many were chosen.

    When the marked second copy of an uncertain message is no longer wanted, the first holds its key again, so that
    the key is never free for an unmarked copy.
    """
    connection = await session.connection()
    statement = (
        update(messages)
        .where(*which, messages.c.state.in_(sources(DeliveryState.CANCELLED)))
        .values(state=DeliveryState.CANCELLED, reason=reason, changed_at=now)
        .returning(messages.c.id, messages.c.parts, messages.c.resend_of)
    )
    gone = (await connection.execute(statement)).all()
    heads = [row.id for row in gone if row.parts > 1]
    firsts = [row.resend_of for row in gone if row.resend_of is not None]
    if heads:
        await withdraw(session, [messages.c.part_of.in_(heads)], reason=reason, now=now)
    if firsts:
        await connection.execute(update(messages).where(messages.c.id.in_(firsts)).values(superseded=False))
    return len(gone)
