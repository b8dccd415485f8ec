"""Whether an earlier step of a climb really reached the unit."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.copies import of_letters
from outbox.message import DeliveryState, Message
from plans.roles import Role
from register.states import Cause, StepOutcome
from register.tables import Climb, ClimbStep

_CONTACT, _LEADER = f"/{Role.CONTACT}/", f"/{Role.LEADER}/"


async def was_delivered(session: AsyncSession, climb: Climb) -> bool:
    """True when a message of an earlier step on the same ground was sent to somebody of the unit.

    Its key is that of the contact's message; what was re-routed or went to several people adds the person to it. Where
    the leader has a message of the same step, the contact's is not written for the leader again.

    A slow milestone's ground goes on from round to round: its warning of the round before counts.
    """
    ground = Climb.duty_id == climb.duty_id if climb.cause is Cause.SLOW else Climb.id == climb.id
    keys = await session.exec(
        select(ClimbStep.message_key)
        .join(Climb, col(Climb.id) == col(ClimbStep.climb_id))
        .where(ground, Climb.cause == climb.cause, ClimbStep.outcome == StepOutcome.DONE)
    )
    named = [one for key in keys if key for one in (key, key.replace(_CONTACT, _LEADER))]
    if not named:
        return False
    arrived = select(Message.id).where(of_letters(col(Message.key), named), Message.state == DeliveryState.SENT)
    return (await session.exec(arrived.limit(1))).first() is not None
