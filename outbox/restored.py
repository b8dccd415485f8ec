"""What was owed when a backup was made: nobody knows whether it left between then and the restoration."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.care import Care
from outbox.channel import Hooks
from outbox.claims import as_message
from outbox.message import DeliveryState, Method, messages
from outbox.outcome import Doubtful
from outbox.settle import Attempt, settle

S = DeliveryState
_UNSETTLED = (S.PENDING, S.CLAIMED, S.SENDING)


async def doubt_what_was_due(session: AsyncSession, now: datetime) -> int:
    """Put in doubt what may have left by ``now``, as if it had been under way; returns how many messages these are.

    So nothing comes twice unmarked: what a doubt asks for (a marked second copy, or nothing) follows by itself.
    """
    connection = await session.connection()
    before = messages.alias()
    may_have_left = [
        messages.c.state.in_(_UNSETTLED),
        messages.c.not_before <= now,
        messages.c.method != Method.EDIT,  # made twice is the same as made once
        # A later part goes the way of the part before it.
        or_(
            messages.c.follows.is_(None),
            exists().where(before.c.id == messages.c.follows, before.c.state == S.SENT),
        ),
    ]
    ids = (await connection.execute(select(messages.c.id).where(*may_have_left))).scalars().all()
    await connection.execute(update(messages).where(messages.c.id.in_(ids)).values(state=S.SENDING))
    rows = await connection.execute(select(messages).where(messages.c.id.in_(ids)).order_by(messages.c.id))
    doubtful = [Attempt(as_message(row), Doubtful("由备份恢复，备份之后是否已发送不明")) for row in rows.mappings()]
    return len(await settle(session, doubtful, Hooks(), Care(), now))
