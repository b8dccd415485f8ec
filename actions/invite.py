"""The office opens a way into a seat: beside its people, or in the place of one of them (接替)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from plans.roles import Role
from register.holdings import Held, held
from register.record import note
from register.rules import Rules
from register.seats import invite
from register.tables import Seat, Unit


@dataclass(frozen=True, slots=True)
class WayIn:
    """An invitation. ``secret`` is told once and kept nowhere; ``replaces`` names whose place is to be taken."""

    unit: str
    role: Role
    secret: str
    expires_at: datetime
    replaces: str = ""


async def open_way_in(
    session: AsyncSession, rules: Rules, actor: Actor, seat_id: int, replaces: int | None, now: datetime
) -> WayIn:
    """One single-use invitation into the seat; ``replaces`` is the holding that ends as it is used.

    Refused: anybody but the office, and a person to be replaced who is there no longer.
    """
    await require(session, actor, Act.SEAT_INVITE, seat_id)
    seat = await session.get(Seat, seat_id)
    if seat is None:
        raise Refusal("button-expired")
    old = await _still_there(session, seat, replaces) if replaces is not None else None
    days = rules.policy.limits.invitation_days
    secret = await invite(session, seat, days, now, old.holding if old is not None else None)
    unit = await session.get_one(Unit, seat.unit_id)
    name = old.person.name if old is not None else ""
    await note(session, actor.label, "invited", f"seat:{seat.id}", now, days=days, replaces=name)
    return WayIn(unit.name, seat.role, secret, now + timedelta(days=days), name)


async def _still_there(session: AsyncSession, seat: Seat, holding_id: int) -> Held:
    found = await held(session, holding_id)
    if found is None or found.holding.seat_id != seat.id:
        raise Refusal("button-expired")
    if found.holding.until is not None:
        raise Refusal("seat-left-already", who=found.person.name, when=found.holding.until)
    return found
