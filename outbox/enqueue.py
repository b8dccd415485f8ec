"""Writing down what is owed, and taking it back before it leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import DeliveryState, Message, Owed, messages
from outbox.withdraw import withdraw


async def enqueue(session: AsyncSession, owed: Sequence[Owed], now: datetime) -> list[int]:
    """Write messages in the caller's transaction; returns the ids of the rows really written, in order.

    A key that has a live row already (waiting, sent, uncertain or failed) is passed over in silence.
    """
    if not owed:
        return []
    connection = await session.connection()
    statement = _insert_new(connection).returning(messages.c.id)
    written = await connection.execute(statement, [_row(one, now) for one in owed])
    return sorted(written.scalars())


async def enqueue_many(session: AsyncSession, owed: Sequence[Owed], now: datetime) -> None:
    """The same for thousands: to be told their ids, PostgreSQL would need statements of megabytes."""
    if owed:
        connection = await session.connection()
        await connection.execute(_insert_new(connection), [_row(one, now) for one in owed])


def _insert_new(connection: AsyncConnection) -> Any:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return insert(messages).on_conflict_do_nothing()


def _row(owed: Owed, now: datetime) -> dict[str, Any]:
    values = owed.model_dump()
    values["fair_group"] = values.pop("group")
    values["not_before"] = owed.not_before or now
    return fresh(now) | values


def fresh(now: datetime) -> dict[str, Any]:
    """The columns of a message that has not been touched yet, as bulk statements know no defaults of the class."""
    return _UNTOUCHED | {"created_at": now, "changed_at": now, "not_before": now}


_UNTOUCHED: dict[str, Any] = {
    name: field.default
    for name, field in Message.model_fields.items()
    if name in {"part", "parts", "attempts", "fence", "superseded", "text", "part_of", "follows", "resend_of"}
} | {"state": DeliveryState.PENDING}


async def cancel(
    session: AsyncSession,
    *,
    reason: str,
    now: datetime,
    keys: Collection[str] | None = None,
    owner: str | None = None,
    kind: str | None = None,
) -> int:
    """Take back the messages that match every selector given and have not begun to leave; returns how many.

    The later parts of a long message that has begun are not taken back: half a message helps nobody.
    Raises ValueError without any selector.
    """
    chosen: list[ColumnElement[bool]] = []
    if keys is not None:
        chosen.append(messages.c.key.in_(list(keys)))
    if owner is not None:
        chosen.append(messages.c.owner == owner)
    if kind is not None:
        chosen.append(messages.c.kind == kind)
    if not chosen:
        raise ValueError("cancel needs keys, an owner or a kind")
    return await withdraw(session, [*chosen, messages.c.part == 1], reason=reason, now=now)
