"""Absences begin and end by themselves; the office hears of a deadline that would find nobody."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from database.engine import Database
from outbox.enqueue import enqueue
from outbox.message import Owed, Priority
from register.absences import to_turn, unattended, unwarned
from register.buttons import offer
from register.quiet import next_window
from register.record import SCHEDULE, move, note
from register.rules import Rules
from register.seats import places
from register.states import AbsenceState
from register.tables import Absence, Seat
from register.taking_over import WAYS, open_work, told_as_it_begins
from register.views.absence import away_of, facts_of_absence
from schedules.letters import Letter
from schedules.morning import Morning


async def turn_absences(database: Database, rules: Rules, now: datetime) -> None:
    """Begin those whose first day has come and end those whose last day is past; safe at any moment."""
    today = rules.today(now)
    async with database.reading() as session:
        if not await to_turn(session, today):
            return
    async with database.writing() as session:
        for absence in await to_turn(session, today):
            await _begin(session, rules, absence, now)
            if absence.last < today:
                await _end(session, rules, absence, now)


async def _begin(session: AsyncSession, rules: Rules, absence: Absence, now: datetime) -> None:
    """Who was asked some days ago to sit in is told what is open as it begins."""
    if absence.state is not AbsenceState.PLANNED:
        return
    move(session, absence, AbsenceState.AWAY, SCHEDULE, now)
    await note(session, SCHEDULE, "absence_began", f"absence:{absence.id}", now)
    await session.flush()
    if rules.today(now) <= absence.last and not told_as_it_begins(rules, absence, absence.asked_at):
        key = f"substitute/{absence.id}/begun"
        await _tell(session, rules, absence, absence.substitute_id, key, "substitute", {"over": False}, now)


async def _end(session: AsyncSession, rules: Rules, absence: Absence, now: datetime) -> None:
    """Who comes back is told what is open, never what was missed."""
    move(session, absence, AbsenceState.OVER, SCHEDULE, now)
    await note(session, SCHEDULE, "absence_over", f"absence:{absence.id}", now)
    await session.flush()
    await _tell(session, rules, absence, absence.person_id, f"absence/{absence.id}/over", "absence-over", {}, now)


async def _tell(
    session: AsyncSession,
    rules: Rules,
    absence: Absence,
    person_id: int | None,
    key: str,
    template: str,
    more: dict[str, Any],
    now: datetime,
) -> None:
    """What is open, to a person who can be reached in a seat of the unit."""
    reached = await places(session, col(Seat.unit_id) == absence.unit_id)
    place = next((one for one in reached if one.person_id == person_id), None)
    if place is None:
        return
    facts = facts_of_absence(await away_of(session, absence)) | more
    owed = Owed(
        key=key,
        address=str(place.chat_id),
        owner=f"seat:{place.seat_id}",
        group=facts["unit"],
        kind="other",
        template=template,
        facts=facts | {"seats": await open_work(session, rules, absence, rules.today(now))},
        keyboard=offer(session, WAYS, place.seat_id, now),
        priority=Priority.NOTICE,
        not_before=next_window(rules, now),
    )
    await enqueue(session, [owed], now)


async def warnings(morning: Morning) -> list[Letter]:
    """Absences of which the office has not heard yet, into which something falls that nobody attends to."""
    letters = []
    for absence in await unwarned(morning.session):
        alone = await unattended(morning.session, absence, morning.day)
        if not alone:
            continue
        absence.warned_at = morning.now
        morning.session.add(absence)
        facts = facts_of_absence(await away_of(morning.session, absence))
        facts["items"] = []
        facts["deadlines"] = [asdict(one) | {"due": one.due.isoformat()} for one in alone]
        letters.append(morning.to_office("other", f"absence/{absence.id}", facts, template="absence-warning"))
    return letters
