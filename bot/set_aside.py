"""An update whose handling fails: tried again, then set aside so that it holds up nobody."""

from __future__ import annotations

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.inbox import InboxState, InboxUpdate
from outbox.enqueue import enqueue
from outbox.message import Owed, Priority
from plans.roles import Role
from register.seats import places

log = structlog.get_logger(__name__)

TRIES = 5


async def note_failure(desk: Desk, update_id: int, error: BaseException) -> None:
    """Count the try; after the last one tell the person and the office."""
    async with desk.database.writing() as session:
        row = await session.get_one(InboxUpdate, update_id, with_for_update=True)
        row.tries += 1
        row.error = type(error).__name__
        session.add(row)
        if row.tries < TRIES:
            log.warning("an update failed", action="update_failed", update=update_id, tries=row.tries, exc_info=error)
            return
        row.state = InboxState.SET_ASIDE
        log.error("an update was set aside", action="update_set_aside", update=update_id, exc_info=error)
        await enqueue(session, await _told(session, row), desk.clock.now())


async def _told(session: AsyncSession, row: InboxUpdate) -> list[Owed]:
    sorry = Owed(
        key=f"answer/{row.update_id}/set-aside",
        address=str(row.chat_id),
        kind="other",
        template="trouble",
        priority=Priority.ANSWER,
    )
    to_office = [
        Owed(
            key=f"set-aside/{row.update_id}/{place.seat_id}/{place.chat_id}",
            address=str(place.chat_id),
            owner=f"seat:{place.seat_id}",
            kind="other",
            template="set-aside",
            facts={"at": row.evidence_at.isoformat(), "number": row.update_id},
        )
        for place in await places(session)
        if place.role is Role.OFFICE
    ]
    return [sorry, *to_office] if row.chat_id else to_office
