"""The durable inbox: an update is committed under its number before anything else happens to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Table, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.hearing import deaf_since
from database.types import Instant, words


class InboxState(StrEnum):
    """Where an update stands."""

    WAITING = "waiting"
    DONE = "done"
    SET_ASIDE = "set-aside"  # its handling failed again and again; it holds up nobody


class InboxUpdate(SQLModel, table=True):
    """An update as it came in."""

    __tablename__ = "inbox_update"
    __table_args__ = (Index("inbox_waiting", "state", "chat_id", "update_id"),)

    update_id: int = Field(primary_key=True, sa_type=BigInteger)
    chat_id: int = Field(default=0, sa_type=BigInteger)
    """0 where an update belongs to no chat."""
    received_at: datetime = Field(sa_type=Instant)
    evidence_at: datetime = Field(sa_type=Instant)
    """When the person wrote or pressed, as far as it can be known: timeliness is judged by it."""
    content: dict[str, Any] = Field(sa_type=JSON)
    state: InboxState = Field(default=InboxState.WAITING, sa_column=Column(words(InboxState), nullable=False))
    tries: int = 0
    error: str | None = None


_inbox: Table = SQLModel.metadata.tables["inbox_update"]


async def receive(
    session: AsyncSession, updates: Sequence[dict[str, Any]], now: datetime, *, deaf_since: datetime | None = None
) -> int:
    """Write down updates, each once; returns how many were new.

    ``deaf_since``: until now nobody could be heard since then. A press carries no date of its own, so one that
    waited out our outage counts as made at its beginning: an outage of ours never makes a unit late.
    """
    rows: list[dict[str, Any]] = []
    floor = min(deaf_since or now, now)
    for update in sorted(updates, key=_number):
        floor = max(floor, min(_written_at(update) or floor, now))
        rows.append(_row(update, now, floor))
    if not rows:
        return 0
    connection = await session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(_inbox).on_conflict_do_nothing().returning(_inbox.c.update_id)
    return len((await connection.execute(statement, rows)).all())


async def receive_pushed(session: AsyncSession, update: dict[str, Any], now: datetime) -> None:
    """Write down an update that the server pushed, maybe to a process that does not know of the outage before it."""
    await receive(session, [update], now, deaf_since=await deaf_since(session, now))


def _row(update: dict[str, Any], now: datetime, floor: datetime) -> dict[str, Any]:
    written = _written_at(update)
    return {
        "update_id": _number(update),
        "chat_id": _chat_of(update),
        "received_at": now,
        "evidence_at": min(written, now) if written is not None else floor,
        "content": storable(update),
        "state": InboxState.WAITING,
        "tries": 0,
    }


def storable(value: Any) -> Any:
    """The same without half characters and NUL, which no database keeps and no message can say."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode().replace("\0", "")
    if isinstance(value, dict):
        return {name: storable(inner) for name, inner in value.items()}
    return [storable(inner) for inner in value] if isinstance(value, list) else value


def _number(update: dict[str, Any]) -> int:
    return int(update["update_id"])


def _written_at(update: dict[str, Any]) -> datetime | None:
    """The date of the person's own message; None for a press, for what nobody wrote, and for nonsense."""
    message = update.get("message") or update.get("edited_message")
    if not isinstance(message, dict):
        return None
    seconds = message.get("edit_date") or message.get("date")
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    except (ValueError, OverflowError, OSError):  # no such year
        return None


def _chat_of(update: dict[str, Any]) -> int:
    """An update that makes no sense must come in too: here, where it can be set aside, it holds up nobody."""
    for content in update.values():
        if isinstance(content, dict):
            message = content.get("message") if "data" in content else content
            chat = message.get("chat") if isinstance(message, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0


async def next_offset(session: AsyncSession) -> int:
    """The number of the first update that is not here yet; 0 when none ever came."""
    last = (await session.exec(select(func.max(InboxUpdate.update_id)))).one()
    return last + 1 if last is not None else 0


async def anything_said(session: AsyncSession, before: datetime) -> bool:
    """Whether something that people did before this moment has still to be handled."""
    waiting = select(InboxUpdate.update_id).where(
        InboxUpdate.state == InboxState.WAITING, col(InboxUpdate.evidence_at) < before
    )
    return (await session.exec(waiting.limit(1))).first() is not None


async def take_waiting(session: AsyncSession, update_id: int) -> tuple[dict[str, Any], datetime] | None:
    """Mark an update as handled and give its content and evidence time; None when it waits no more.

    What the caller's transaction does not commit still waits.
    """
    taken = await session.exec(
        _inbox.update()
        .where(_inbox.c.update_id == update_id, _inbox.c.state == InboxState.WAITING)
        .values(state=InboxState.DONE, error=None)
        .returning(_inbox.c.content, _inbox.c.evidence_at)
    )
    row = taken.one_or_none()
    return (row[0], row[1]) if row is not None else None


async def oldest_waiting(session: AsyncSession, busy: Collection[int], limit: int) -> list[tuple[int, int]]:
    """(chat, update) of the oldest update of each chat that waits, apart from ``busy`` chats."""
    oldest = func.min(InboxUpdate.update_id)
    rows = await session.exec(
        select(InboxUpdate.chat_id, oldest)
        .where(InboxUpdate.state == InboxState.WAITING, col(InboxUpdate.chat_id).not_in(list(busy)))
        .group_by(col(InboxUpdate.chat_id))
        .order_by(oldest)
        .limit(limit)
    )
    return [(chat, update) for chat, update in rows]
