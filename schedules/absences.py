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
from register.holdings import held_by
from register.people import OF_A_UNIT
from register.quiet import next_window
from register.record import SCHEDULE, move, note
from register.rules import Rules
from register.seats import places
from register.states import AbsenceState
from register.tables import Absence, Seat
from register.views.absence import away_of, facts_of_absence
from register.views.summary import summary_of
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
            await _begin(session, absence, now)
            if absence.last < today:
                await _end(session, rules, absence, now)


async def _begin(session: AsyncSession, absence: Absence, now: datetime) -> None:
    if absence.state is AbsenceState.PLANNED:
        move(session, absence, AbsenceState.AWAY, SCHEDULE, now)
        await note(session, SCHEDULE, "absence_began", f"absence:{absence.id}", now)
        await session.flush()


async def _end(session: AsyncSession, rules: Rules, absence: Absence, now: datetime) -> None:
    """Who comes back is told what is open, never what was missed."""
    move(session, absence, AbsenceState.OVER, SCHEDULE, now)
    await note(session, SCHEDULE, "absence_over", f"absence:{absence.id}", now)
    await session.flush()
    back = next((one for one in await _chairs(session, absence) if one.person_id == absence.person_id), None)
    if back is None:
        return
    facts = facts_of_absence(await away_of(session, absence))
    owed = Owed(
        key=f"absence/{absence.id}/over",
        address=str(back.chat_id),
        owner=f"seat:{back.seat_id}",
        group=facts["unit"],
        kind="other",
        template="absence-over",
        facts=facts | {"seats": await _summaries(session, rules, absence, now)},
        priority=Priority.NOTICE,
        not_before=next_window(rules, now),
    )
    await enqueue(session, [owed], now)


async def _chairs(session: AsyncSession, absence: Absence) -> list[Any]:
    return await places(session, col(Seat.unit_id) == absence.unit_id)


async def _summaries(session: AsyncSession, rules: Rules, absence: Absence, now: datetime) -> list[dict[str, Any]]:
    found = []
    for one in await held_by(session, absence.person_id):
        if one.unit.id == absence.unit_id:
            role = one.seat.role
            summary = asdict(await summary_of(session, rules, absence.unit_id, role, rules.today(now)))
            if summary["report"] is not None:
                summary["report"] = summary["report"]._asdict()
            found.append({"role": role.value, "of_unit": role in OF_A_UNIT, "summary": summary})
    return found


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
