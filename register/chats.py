"""The chats in which seats are reached: lost, found again, moved."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from register.tables import Holding


async def mark_unreachable(session: AsyncSession, chat_id: int, now: datetime) -> list[Holding]:
    """Nobody can be reached in ``chat_id`` any more; returns the holdings concerned for the first time."""
    rows = await session.exec(
        select(Holding).where(
            Holding.chat_id == chat_id, col(Holding.until).is_(None), col(Holding.unreachable_since).is_(None)
        )
    )
    holdings = list(rows)
    for holding in holdings:
        holding.unreachable_since = now
        session.add(holding)
    return holdings


async def mark_reachable(session: AsyncSession, chat_id: int) -> bool:
    """Somebody spoke in ``chat_id``: its seats can be reached again. True when they could not before."""
    lost = col(Holding.unreachable_since).is_not(None)
    found = await session.exec(
        update(Holding)
        .where(col(Holding.chat_id) == chat_id, col(Holding.until).is_(None), lost)
        .values(unreachable_since=None)
    )
    return bool(found.rowcount)


async def move_chat(session: AsyncSession, old: int, new: int) -> None:
    """A group became a supergroup: its seats are reached under the new number."""
    for holding in await session.exec(select(Holding).where(Holding.chat_id == old)):
        holding.chat_id = new
        session.add(holding)
