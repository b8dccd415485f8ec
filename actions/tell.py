"""Telling other people what somebody did, at an hour when they may be spoken to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.enqueue import enqueue
from outbox.message import DoubtRule, Owed, Priority
from plans.roles import Role
from register.buttons import Offer, offer
from register.people import Reached, reach
from register.quiet import next_window
from register.rules import Rules
from register.seats import Place
from register.tables import Unit


@dataclass(frozen=True, slots=True)
class Telling:
    """A message to a seat. ``key`` names the event; the receiving seat and chat are added to it."""

    unit_id: int
    role: Role
    key: str
    kind: str
    template: str
    facts: dict[str, Any]
    offers: Sequence[Sequence[Offer]] = ()
    not_before: datetime | None = None
    """Given when the event has an hour of its own; else the next hour outside quiet time."""
    not_to: frozenset[int] = frozenset()
    """Persons of the seat whose own act this is: they know."""


async def tell(session: AsyncSession, rules: Rules, telling: Telling, now: datetime) -> Reached:
    """Write the message for every chat of the seat, or for those that take its place when it cannot be reached.

    The facts get ``instead_of`` (unit and role, or null), so that a stand-in knows whom it was meant for. A
    stand-in outside the unit gets no buttons: the acts are not his or hers.
    """
    reached = await reach(session, telling.unit_id, telling.role)
    unit = await session.get_one(Unit, telling.unit_id)
    meant_for = {"unit": unit.name, "role": telling.role.value} if reached.instead else None
    facts = telling.facts | {"instead_of": meant_for}
    told = [place for place in reached.places if place.person_id not in telling.not_to]
    first_by_chat = {place.chat_id: place for place in reversed(told)}
    leaves = telling.not_before or next_window(rules, now)
    owed = [_owed(session, telling, facts, place, unit.name, leaves, now) for place in first_by_chat.values()]
    await enqueue(session, owed, now)
    return reached


def _owed(
    session: AsyncSession,
    telling: Telling,
    facts: dict[str, Any],
    place: Place,
    group: str,
    not_before: datetime,
    now: datetime,
) -> Owed:
    theirs = place.unit_id == telling.unit_id
    key = f"{telling.key}/seat-{place.seat_id}/{place.chat_id}"
    return Owed(
        key=key,
        address=str(place.chat_id),
        owner=f"seat:{place.seat_id}",
        group=group,
        kind=telling.kind,
        template=telling.template,
        facts=facts,
        keyboard=offer(session, _signing_for(key, telling.offers), place.seat_id, now) if theirs else [],
        priority=Priority.NOTICE,
        not_before=not_before,
        doubt=DoubtRule.RESEND_MARKED if telling.kind in ("notice", "circular") else DoubtRule.LEAVE,
    )


def _signing_for(key: str, offers: Sequence[Sequence[Offer]]) -> list[list[Offer]]:
    """A signature is for the very message that its reader got."""
    return [[replace(one, argument=key) if one.act == "sign" else one for one in row] for row in offers]
