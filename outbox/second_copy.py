"""The one marked second copy of a message about which nobody knows whether it arrived."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.enqueue import fresh
from outbox.message import Message, columns, messages
from outbox.withdraw import withdraw

_FROZEN = [
    *("key", "address", "owner", "fair_group", "kind", "template", "facts", "keyboard", "priority"),
    *("method", "attachment", "edits", "expires", "doubt"),
]


async def owe_second_copy(session: AsyncSession, doubtful: Message, at: datetime, now: datetime) -> int:
    """Write the copy, due ``at``; returns its id. A long message goes again as a whole, from its first part."""
    connection = await session.connection()
    head = doubtful.part_of or doubtful.id
    await withdraw(session, [messages.c.part_of == head], reason="整条消息将注明重发", now=now)
    family = or_(messages.c.id == head, messages.c.part_of == head)
    await connection.execute(update(messages).where(family).values(superseded=True))
    first = (await connection.execute(select(*columns(*_FROZEN)).where(messages.c.id == head))).mappings().one()
    copy = fresh(now) | dict(first) | {"facts": first["facts"] | {"resent": True}, "not_before": at, "resend_of": head}
    written = await connection.execute(insert(messages).values(copy).returning(messages.c.id))
    return int(written.scalar_one())
