"""The way in: an invitation turns a stranger into the holder of a seat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import NOBODY, Actor, actor_of
from actions.leave import make_way
from actions.refusal import Refusal
from plans.roles import Role
from register.people import person_called
from register.record import note
from register.rules import Rules
from register.seats import invitation_with, take_seat
from register.tables import Invitation, Unit
from register.views.summary import Summary, summary_of


@dataclass(frozen=True, slots=True)
class Entered:
    """A person fills a seat now. ``summary`` is all that the newcomer is told of the past."""

    actor: Actor
    seat_id: int
    unit_id: int
    unit: str
    role: Role
    summary: Summary
    replaced: str = ""
    """Whose place the newcomer took."""


async def enter(
    session: AsyncSession, rules: Rules, secret: str, telegram_id: int, name: str, chat_id: int, now: datetime
) -> Entered:
    """Use up an invitation; who is to be replaced leaves as the newcomer comes in.

    Refused: a nameless person; an invitation that is unknown, used or expired.
    """
    if telegram_id == NOBODY:
        raise Refusal("anonymous")
    invitation = await invitation_with(session, secret)
    if invitation is None:
        raise Refusal("invitation-unknown")
    await _refuse_used(session, invitation, telegram_id)
    if invitation.expires_at <= now:
        raise Refusal("invitation-expired", when=invitation.expires_at)
    seat = await take_seat(session, invitation, telegram_id, name, chat_id, now)
    await session.flush()
    unit = await session.get_one(Unit, seat.unit_id)
    actor = await actor_of(session, telegram_id, name, chat_id)
    facts = {"unit": unit.name, "role": seat.role.value, "name": name}
    await note(session, actor.label, "seat_taken", f"seat:{seat.id}", now, **facts)
    left = await make_way(session, rules, actor, invitation.replaces, now) if invitation.replaces else None
    summary = await summary_of(session, rules, seat.unit_id, seat.role, rules.today(now))
    replaced = left.name if left is not None else ""
    return Entered(actor, seat.id or 0, seat.unit_id, unit.name, seat.role, summary, replaced)


async def _refuse_used(session: AsyncSession, invitation: Invitation, telegram_id: int) -> None:
    if invitation.used_at is None:
        return
    person = await person_called(session, telegram_id)
    if person is not None and person.id == invitation.used_by:
        raise Refusal("invitation-yours", when=invitation.used_at)
    raise Refusal("invitation-used", when=invitation.used_at)
