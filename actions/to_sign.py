"""What a seat still has to sign for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.copies import letter_behind
from outbox.message import DeliveryState, Message
from register.tables import Receipt

SIGNED_FOR = frozenset({"warning", "order", "explanation-asked", "notice"})
"""The kinds of message whose receipt is evidence."""


@dataclass(frozen=True, slots=True)
class ToSign:
    message_key: str
    kind: str
    sent_at: datetime | None
    tasks: tuple[int, ...]


async def to_sign(session: AsyncSession, seat_id: int) -> list[ToSign]:
    """Messages that went out to the seat and wait for its signature, the oldest first; of several copies, one."""
    receipts = await session.exec(select(Receipt.message_key).where(Receipt.seat_id == seat_id))
    signed = {letter_behind(key) for key in receipts}
    rows = await session.exec(
        select(Message)
        .where(
            col(Message.owner) == f"seat:{seat_id}",
            col(Message.kind).in_(SIGNED_FOR),
            col(Message.state).in_((DeliveryState.SENT, DeliveryState.UNCERTAIN)),
            col(Message.superseded).is_(False),
            col(Message.part) == 1,
        )
        .order_by(col(Message.id))
    )
    waiting: dict[str, Message] = {}
    for row in rows:
        waiting.setdefault(letter_behind(row.key), row)
    return [
        ToSign(row.key, row.kind, row.sent_at, tasks_of(row)) for letter, row in waiting.items() if letter not in signed
    ]


def tasks_of(message: Message) -> tuple[int, ...]:
    """The numbers of the tasks that a message concerns."""
    return tuple(sorted({int(item["task"]) for item in message.facts.get("items", ())}))
