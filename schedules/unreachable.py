"""A chat takes nothing any more (联系不上): at once a duty of the office, and others are told in its stead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.channel import OnRefused
from outbox.message import Message, Priority
from outbox.outcome import Refused
from outbox.stranded import stranded
from plans.roles import Role
from register.chats import mark_unreachable
from register.loading import plan_of
from register.people import name_of
from register.quiet import next_window
from register.rules import Rules
from register.tables import Holding, Seat
from schedules.letters import Letter, PostRoom
from schedules.rerouting import Rerouted, Sorting

log = structlog.get_logger(__name__)


def hear_refusal(rules: Rules) -> OnRefused:
    """What follows, in the transaction that records it, when a message is refused for good."""

    async def heard(session: AsyncSession, message: Message, refused: Refused, now: datetime) -> None:
        if refused.unreachable:
            await _lost(session, rules, message, refused.reason, now)

    return heard


async def _lost(session: AsyncSession, rules: Rules, message: Message, reason: str, now: datetime) -> None:
    """Nothing is said of what was refused in a chat that everybody knows to be lost, if others are told instead."""
    lost = await mark_unreachable(session, int(message.address), now)
    await session.flush()
    room = await PostRoom.open(session)
    rerouted = await Sorting(session, rules, room, now).reroute(await stranded(session, message), reason)
    if lost or rerouted.missed:
        facts = await _facts(session, room, lost, rerouted, reason, now)
        await tell_office(
            session, rules, room, f"unreachable/{message.address}/{message.id}", facts, "unreachable", now
        )


async def tell_office(
    session: AsyncSession, rules: Rules, room: PostRoom, key: str, facts: dict[str, Any], template: str, now: datetime
) -> None:
    """At the next hour at which the office may be spoken to; where nobody is there, the log says so."""
    plan = await plan_of(session)
    if plan is None or not room.reached(plan.office_id, Role.OFFICE):
        log.error("nobody of the office can be told", action="office_unreachable", key=key)
        return
    letter = Letter(
        plan.office_id,
        Role.OFFICE,
        "other",
        key,
        facts,
        template=template,
        priority=Priority.NOTICE,
        not_before=next_window(rules, now),
    )
    await room.post(session, [letter], now)


async def _facts(
    session: AsyncSession, room: PostRoom, lost: Sequence[Holding], rerouted: Rerouted, reason: str, now: datetime
) -> dict[str, Any]:
    people = []
    for holding in lost:
        seat = await session.get_one(Seat, holding.seat_id)
        name = await name_of(session, holding.person_id)
        people.append({"unit": room.units[seat.unit_id].name, "role": seat.role.value, "name": name})
    return {
        "people": people,
        "reason": reason,
        "at": now.isoformat(),
        "moved": rerouted.moved,
        "missed": rerouted.missed,
    }
