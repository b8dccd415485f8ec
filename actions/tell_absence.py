"""Who hears of an absence: who sits in, and the office when a deadline would find nobody."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.tell import Telling, tell
from outbox.enqueue import enqueue
from outbox.message import Owed, Priority
from plans.roles import Role
from register.absences import unattended
from register.buttons import offer
from register.loading import plan_of
from register.quiet import next_window
from register.rules import Rules
from register.seats import places
from register.tables import Absence, Seat
from register.taking_over import WAYS, open_work, told_as_it_begins
from register.views.absence import Away, facts_of_absence


async def tell_substitute(
    session: AsyncSession, rules: Rules, absence: Absence, away: Away, now: datetime, *, over: bool
) -> None:
    """Who sits in hears that it begins, or (``over``) that it does not, or no longer.

    Asked as it begins, with what is open; asked before, he or she hears that on the first day.
    """
    reached = await places(session, col(Seat.unit_id) == absence.unit_id)
    place = next((one for one in reached if one.person_id == absence.substitute_id), None)
    if place is None:
        return
    leaves = next_window(rules, now)
    begins = not over and told_as_it_begins(rules, absence, now)
    seats = await open_work(session, rules, absence, rules.today(leaves)) if begins else []
    owed = Owed(
        key=f"substitute/{absence.id}/{'over' if over else 'asked'}",
        address=str(place.chat_id),
        owner=f"seat:{place.seat_id}",
        group=away.unit,
        kind="other",
        template="substitute",
        facts=facts_of_absence(away) | {"over": over, "seats": seats},
        keyboard=offer(session, WAYS, place.seat_id, now) if begins else [],
        priority=Priority.NOTICE,
        not_before=leaves,
    )
    await enqueue(session, [owed], now)


async def warn_office(session: AsyncSession, rules: Rules, absence: Absence, away: Away, now: datetime) -> None:
    """Once for an absence: what falls due in it while nobody attends to the unit's messages."""
    alone = await unattended(session, absence, rules.today(now))
    plan = await plan_of(session)
    if not alone or plan is None:
        return
    absence.warned_at = now
    session.add(absence)
    facts = facts_of_absence(away) | {"deadlines": [asdict(one) | {"due": one.due.isoformat()} for one in alone]}
    telling = Telling(plan.office_id, Role.OFFICE, f"absence/{absence.id}", "other", "absence-warning", facts)
    await tell(session, rules, telling, now)
