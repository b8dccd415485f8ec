"""How delivery stands: what is owed, what is in doubt, what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import DeliveryState, columns, messages

S = DeliveryState


@dataclass(frozen=True)
class Troubled:
    """A message that somebody should know of."""

    id: int
    key: str
    owner: str
    kind: str
    state: DeliveryState
    reason: str | None
    changed_at: datetime
    priority: int
    again: DeliveryState | None
    """The state of the marked second copy that was owed instead."""


@dataclass(frozen=True)
class Standing:
    """Counts by state, and since when the oldest message that is due has been waiting."""

    pending: int
    """Waiting to be sent, those not due yet included."""
    under_way: int
    uncertain: int
    failed: int
    due_since: datetime | None

    @property
    def quiet(self) -> bool:
        """Nothing waits and nothing is wrong."""
        return not (self.pending or self.under_way or self.uncertain or self.failed)


async def standing(session: AsyncSession, now: datetime) -> Standing:
    connection = await session.connection()
    unsettled = [S.PENDING, S.CLAIMED, S.SENDING, S.UNCERTAIN, S.FAILED]
    counting = select(messages.c.state, func.count().label("rows"))
    counting = counting.where(messages.c.state.in_(unsettled)).group_by(messages.c.state)
    counts = {row.state: row.rows for row in await connection.execute(counting)}
    waiting = messages.c.state.in_([S.PENDING, S.CLAIMED])
    oldest = select(messages.c.not_before).where(waiting, messages.c.not_before <= now)
    oldest = oldest.order_by(messages.c.not_before).limit(1)
    return Standing(
        pending=counts.get(S.PENDING, 0) + counts.get(S.CLAIMED, 0),
        under_way=counts.get(S.SENDING, 0),
        uncertain=counts.get(S.UNCERTAIN, 0),
        failed=counts.get(S.FAILED, 0),
        due_since=(await connection.execute(oldest)).scalar_one_or_none(),
    )


async def troubled(session: AsyncSession, since: datetime) -> Sequence[Troubled]:
    """Those that have been uncertain or failed ``since`` then or later, the newest first."""
    connection = await session.connection()
    names = ("id", "key", "owner", "kind", "state", "reason", "changed_at", "priority")
    copy = messages.alias()
    found = (
        select(*columns(*names), copy.c.state.label("again"))
        .join_from(messages, copy, copy.c.resend_of == messages.c.id, isouter=True)
        .where(messages.c.state.in_([S.UNCERTAIN, S.FAILED]), messages.c.changed_at >= since)
        .order_by(messages.c.changed_at.desc(), messages.c.id.desc())
    )
    return [Troubled(**row) for row in (await connection.execute(found)).mappings()]
