"""Absences (请假): those of a person, and the deadlines that fall into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.duties import duty_lines
from register.loading import plan_of
from register.quarters import quarter_end, quarter_of
from register.reports import OWED
from register.seats import places
from register.states import AbsenceState, DutyState, RoundState
from register.tables import Absence, Duty, Request, Round, Seat

AHEAD = (AbsenceState.PLANNED, AbsenceState.AWAY)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day inside an absence: a task is due, or (without a task) a quarter's reports are."""

    due: date
    task: int | None = None
    title: str = ""


async def absences_of(session: AsyncSession, person_id: int, unit_id: int | None = None) -> Sequence[Absence]:
    """Those that are on or still to come, the next first; for one unit, or for all."""
    of_unit = [] if unit_id is None else [col(Absence.unit_id) == unit_id]
    rows = await session.exec(
        select(Absence)
        .where(Absence.person_id == person_id, col(Absence.state).in_(AHEAD), *of_unit)
        .order_by(col(Absence.first), col(Absence.id))
    )
    return rows.all()


async def to_turn(session: AsyncSession, today: date) -> Sequence[Absence]:
    """Those that begin today or have begun unnoticed, and those whose last day is past."""
    begins = (col(Absence.state) == AbsenceState.PLANNED) & (col(Absence.first) <= today)
    is_over = (col(Absence.state) == AbsenceState.AWAY) & (col(Absence.last) < today)
    rows = await session.exec(select(Absence).where(or_(begins, is_over)).order_by(col(Absence.id)))
    return rows.all()


async def unwarned(session: AsyncSession) -> Sequence[Absence]:
    """Those that are on or still to come, of which the office has not been told anything yet."""
    rows = await session.exec(
        select(Absence).where(col(Absence.state).in_(AHEAD), col(Absence.warned_at).is_(None)).order_by(col(Absence.id))
    )
    return rows.all()


async def unattended(session: AsyncSession, absence: Absence, today: date) -> list[Deadline]:
    """What falls due in the absence while nobody else attends to the unit's messages; of the days past, nothing."""
    if await _somebody_attends(session, absence):
        return []
    first = max(absence.first, today)
    is_due = col(Duty.due).between(first, absence.last)
    lines = await duty_lines(session, col(Duty.unit_id) == absence.unit_id, col(Duty.state) == DutyState.OPEN, is_due)
    due = [Deadline(line.duty.due, line.task.number, line.task.title) for line in lines]
    return sorted([*due, *await _closes(session, absence.unit_id, first, absence.last)], key=lambda one: one.due)


async def _somebody_attends(session: AsyncSession, absence: Absence) -> bool:
    """Whether the contact's messages have another reader of their own: a contact, or who sits in."""
    reached = await places(session, col(Seat.unit_id) == absence.unit_id)
    others = [place for place in reached if place.person_id != absence.person_id]
    return any(place.role is Role.CONTACT or place.person_id == absence.substitute_id for place in others)


async def _closes(session: AsyncSession, unit_id: int, first: date, last: date) -> list[Deadline]:
    """The closes of rounds that ask the unit, and the quarter ends whose rounds are still to open."""
    asking = await session.exec(
        select(col(Round.closes_on))
        .join(Request, col(Request.round_id) == col(Round.id))
        .where(
            Round.state == RoundState.OPEN,
            col(Round.closes_on).between(first, last),
            Request.unit_id == unit_id,
            col(Request.state).in_(OWED),
        )
        .distinct()
    )
    closes = set(asking)
    plan = await plan_of(session)
    still_open = await session.exec(select(Duty.id).where(Duty.unit_id == unit_id, Duty.state == DutyState.OPEN))
    if plan is not None and still_open.first() is not None:
        known = set(await session.exec(select(Round.quarter)))
        closes |= {day for day in _quarter_ends(first, min(last, plan.ends)) if quarter_of(day) not in known}
    return [Deadline(day) for day in closes]


def _quarter_ends(first: date, last: date) -> list[date]:
    ends = []
    day = quarter_end(quarter_of(first))
    while day <= last:
        ends.append(day)
        day = quarter_end(quarter_of(day + timedelta(days=1)))
    return ends
