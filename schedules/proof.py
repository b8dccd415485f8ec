"""Whether an earlier step of a climb really reached the unit."""

from __future__ import annotations

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import DeliveryState, Message
from register.states import StepOutcome
from register.tables import Climb, ClimbStep


async def was_delivered(session: AsyncSession, climb: Climb) -> bool:
    """True when a message of an earlier step on the same ground was sent to the unit.

    A slow milestone's ground goes on from round to round: its warning of the round before counts.
    """
    ground = Climb.id == climb.id if climb.duty_id is None else Climb.duty_id == climb.duty_id
    keys = await session.exec(
        select(ClimbStep.message_key)
        .join(Climb, col(Climb.id) == col(ClimbStep.climb_id))
        .where(ground, Climb.cause == climb.cause, ClimbStep.outcome == StepOutcome.DONE)
    )
    named = [key for key in keys if key]
    if not named:
        return False
    matches = or_(
        *(col(Message.key) == key for key in named), *(col(Message.key).startswith(f"{key}/") for key in named)
    )
    sent = await session.exec(select(Message.id).where(matches, Message.state == DeliveryState.SENT).limit(1))
    return sent.first() is not None
