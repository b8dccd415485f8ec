"""The end of a person's time in a seat: by own wish, by the office, or because somebody takes the place over.

What was owed stays with the seat: messages that have not left yet find their new reader as they leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.hand_on import drop_drafts, hand_on_drafts
from actions.refusal import Refusal
from actions.tell import Telling, tell
from outbox.enqueue import enqueue
from outbox.message import Owed, Priority
from plans.roles import Role
from register.absences import absences_of
from register.buttons import Offer
from register.holdings import Held, end, held, held_by, others_in
from register.loading import plan_of
from register.quiet import next_window
from register.record import move, note
from register.rules import Rules
from register.states import AbsenceState
from register.tables import Person


@dataclass(frozen=True, slots=True)
class Left:
    """Who fills which seat no longer, and who is still there."""

    name: str
    unit: str
    unit_id: int
    role: Role
    telegram_id: int
    chat_id: int
    others: tuple[str, ...]


async def own_holding(session: AsyncSession, actor: Actor, act: Act, holding_id: int) -> Held:
    """The seat that ``actor`` may leave. Refused: another's, one that was left already, the office's last person."""
    await require(session, actor, act)
    found = await _to_end(session, holding_id)
    if found.holding.person_id != actor.person_id:
        raise Refusal("not-your-seat")
    return found


async def removable(session: AsyncSession, actor: Actor, act: Act, holding_id: int) -> Held:
    """The holding that the office may end. Refused: anybody but the office, one that has ended, its own last person."""
    await require(session, actor, act)
    return await _to_end(session, holding_id)


async def leave(session: AsyncSession, rules: Rules, actor: Actor, holding_id: int, now: datetime) -> Left:
    """A person leaves a seat; the office hears of it. Refused as ``own_holding`` is."""
    found = await own_holding(session, actor, Act.LEAVE_CONFIRM, holding_id)
    left = await _end(session, found, actor.label, "seat_left", now)
    await _tell_office(session, rules, found, left, now)
    return left


async def remove(session: AsyncSession, rules: Rules, actor: Actor, holding_id: int, now: datetime) -> Left:
    """The office ends a person's time in a seat; he or she is told. Refused as ``removable`` is."""
    found = await removable(session, actor, Act.SEAT_REMOVE_CONFIRM, holding_id)
    left = await _end(session, found, actor.label, "seat_removed", now)
    await tell_former(session, rules, found, "", now)
    return left


async def make_way(session: AsyncSession, rules: Rules, by: Actor, holding_id: int, now: datetime) -> Left | None:
    """Somebody takes the place over; None when it is empty already or was the newcomer's own."""
    found = await held(session, holding_id)
    if found is None or found.holding.until is not None or found.holding.person_id == by.person_id:
        return None
    await hand_on_drafts(session, found, by)
    left = await _end(session, found, by.label, "seat_handed_over", now)
    await tell_former(session, rules, found, by.name, now)
    return left


async def _to_end(session: AsyncSession, holding_id: int) -> Held:
    found = await held(session, holding_id)
    if found is None:
        raise Refusal("button-expired")
    if found.holding.until is not None:
        raise Refusal("seat-left-already", who=found.person.name, when=found.holding.until)
    if found.seat.role is Role.OFFICE and not await others_in(session, found.holding):
        raise Refusal("last-of-office")
    return found


async def _end(session: AsyncSession, found: Held, by: str, act: str, now: datetime) -> Left:
    end(session, found.holding, now)
    await session.flush()
    await drop_drafts(session, found.person)
    await _end_absences(session, found, by, now)
    facts = {"unit": found.unit.name, "role": found.seat.role.value, "name": found.person.name}
    await note(session, by, act, f"seat:{found.seat.id}", now, **facts)
    return Left(
        found.person.name,
        found.unit.name,
        found.seat.unit_id,
        found.seat.role,
        found.person.telegram_id,
        found.holding.chat_id,
        tuple(one.name for one in await others_in(session, found.holding)),
    )


async def _end_absences(session: AsyncSession, found: Held, by: str, now: datetime) -> None:
    """Who fills no seat of the unit any more is not away from it."""
    if any(one.unit.id == found.unit.id for one in await held_by(session, found.person.id or 0)):
        return
    for absence in await absences_of(session, found.person.id or 0, found.unit.id):
        is_on = absence.state is AbsenceState.AWAY
        move(session, absence, AbsenceState.OVER if is_on else AbsenceState.CANCELLED, by, now)


async def tell_former(session: AsyncSession, rules: Rules, found: Held, successor: str, now: datetime) -> None:
    """The person hears that he or she fills the seat no longer, and who does instead (``successor``, or nobody)."""
    owed = Owed(
        key=f"seat-over/{found.holding.id}",
        address=str(found.holding.chat_id),
        owner=_label(found.person),
        group=found.unit.name,
        kind="other",
        template="seat-over",
        facts=_named(found) | {"successor": successor},
        priority=Priority.NOTICE,
        not_before=next_window(rules, now),
    )
    await enqueue(session, [owed], now)


async def _tell_office(session: AsyncSession, rules: Rules, found: Held, left: Left, now: datetime) -> None:
    plan = await plan_of(session)
    if plan is None:
        return
    button = Offer(Act.UNIT_SEATS, "unit-seats", found.seat.unit_id, facts=(("unit", found.unit.name),))
    facts = _named(found) | {"others": list(left.others)}
    telling = Telling(
        plan.office_id, Role.OFFICE, f"seat-left/{found.holding.id}", "other", "seat-left", facts, [[button]]
    )
    await tell(session, rules, telling, now)


def _named(found: Held) -> dict[str, Any]:
    return {"name": found.person.name, "unit": found.unit.name, "role": found.seat.role.value}


def _label(person: Person) -> str:
    return f"person:{person.id}"
