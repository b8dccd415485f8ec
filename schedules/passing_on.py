"""What has not left yet when its reader leaves the seat, or goes away, is passed on to who reads there now."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import Message
from plans.roles import Role
from register.loading import plan_of
from register.rules import Rules
from register.tables import Seat
from schedules.letters import PostRoom
from schedules.rerouting import Rerouted, Sorting
from schedules.unreachable import tell_office

_NOBODY = "席位无人接收"


async def pass_on(session: AsyncSession, rules: Rules, message: Message, seat: Seat, now: datetime) -> None:
    """Give the message of a lost reader to those who have the seat now; where there is nobody, the office knows."""
    room = await PostRoom.open(session)
    rerouted = await Sorting(session, rules, room, now).reroute([message], _NOBODY)
    if rerouted.missed:
        await _tell(session, rules, room, message, seat, rerouted, now)


async def _tell(
    session: AsyncSession, rules: Rules, room: PostRoom, message: Message, seat: Seat, lost: Rerouted, now: datetime
) -> None:
    plan = await plan_of(session)
    if plan is not None and (seat.unit_id, seat.role) == (plan.office_id, Role.OFFICE):
        return  # the office cannot be told that it cannot be told
    facts = {"unit": room.units[seat.unit_id].name, "role": seat.role.value, "missed": lost.missed}
    await tell_office(session, rules, room, f"unfilled/{message.id}", facts, "unfilled", now)
