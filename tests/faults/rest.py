"""Waiting until a running program, here or in another process, has nothing left to do."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlmodel import col, select

from bot.inbox import InboxState, InboxUpdate
from outbox.message import DeliveryState, Message
from tests.faults.rig import Rig
from tests.faults.scale import times

_LOOK_AGAIN = 0.05
_PATIENCE = float(times(60, 600))
"""Seconds."""
_SOON = timedelta(minutes=5)
"""An edit in doubt is tried again after some seconds; what waits for the next morning may wait."""
_UNSETTLED = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING)


async def at_rest(rig: Rig) -> None:
    """Until everything that people did has been handled and every answer has left; TimeoutError after a long time."""
    async with asyncio.timeout(_PATIENCE):
        while len(rig.box.updates) or await _something_waits(rig):  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(_LOOK_AGAIN)


async def _something_waits(rig: Rig) -> bool:
    soon = rig.clock.now() + _SOON
    async with rig.database.reading() as session:
        waiting = select(InboxUpdate.update_id).where(InboxUpdate.state == InboxState.WAITING)
        owed = select(Message.id).where(col(Message.state).in_(_UNSETTLED), col(Message.not_before) <= soon)
        return any([(await session.exec(one.limit(1))).first() is not None for one in (waiting, owed)])
