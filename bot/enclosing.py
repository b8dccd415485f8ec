"""The paper of a step of the ladder (督办单) follows its message: owed as that arrives, made by the compiler."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs import ReportJob
from bot.letters import order_letter
from outbox.message import Message


async def enclose(session: AsyncSession, message: Message, now: datetime) -> None:
    """Owe the reader of ``message`` the paper that follows it, with the items that were still true as it left."""
    letter = await order_letter(session, message.facts)
    seat = message.owner.removeprefix("seat:")
    session.add(
        ReportJob(
            scope=letter.subject,
            paper=letter.kind.value,
            facts=letter.facts,
            chat_id=int(message.address),
            seat_id=int(seat) if seat.isdigit() else None,
            asked_at=now,
        )
    )
