"""A person is away for some days (请假): who sits in meanwhile gets the messages, and may act for the seat."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.tell_absence import tell_substitute, warn_office
from register.absences import absences_of
from register.locks import locked
from register.people import name_of
from register.record import move, note
from register.rules import Rules
from register.seats import places
from register.states import AbsenceState
from register.tables import Absence, Seat
from register.views.absence import Away, away_of

LONGEST = timedelta(days=366)


async def absent(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    unit_id: int,
    first: date,
    last: date,
    substitute_id: int | None,
    now: datetime,
) -> Away:
    """Be away from ``first`` to ``last``; it begins at once when that is today.

    Refused: days that are past, the wrong way round, too many or away already, and a substitute who fills no seat of
    the unit. Who sits in is told; the office is, when a deadline falls into it and nobody sits in.
    """
    await require(session, actor, Act.ABSENT_CONFIRM, unit_id)
    today = rules.today(now)
    check_days(first, last, today)
    await refuse_overlap(session, actor.person, unit_id, first, last)
    if substitute_id is not None and substitute_id not in await substitutes(session, actor.person, unit_id):
        raise Refusal("substitute-gone")
    absence = Absence(
        person_id=actor.person, unit_id=unit_id, first=first, last=last, substitute_id=substitute_id, asked_at=now
    )
    session.add(absence)
    await session.flush()
    if first <= today:
        move(session, absence, AbsenceState.AWAY, actor.label, now)
        await session.flush()
    facts = {"first": first.isoformat(), "last": last.isoformat(), "substitute": substitute_id}
    await note(session, actor.label, "absent", f"absence:{absence.id}", now, **facts)
    away = await away_of(session, absence)
    await tell_substitute(session, rules, absence, away, now, over=False)
    await warn_office(session, rules, absence, away, now)
    return away


async def end_absence(session: AsyncSession, rules: Rules, actor: Actor, absence_id: int, now: datetime) -> Away:
    """Call it off, or come back early. Refused: another's absence, and one that is over."""
    await require(session, actor, Act.ABSENCE_END, absence_id)
    absence = await locked(session, Absence, absence_id)
    if absence is None or absence.person_id != actor.person_id:
        raise Refusal("not-your-absence")
    if absence.state not in (AbsenceState.PLANNED, AbsenceState.AWAY):
        raise Refusal("absence-over")
    away = await away_of(session, absence)
    after = AbsenceState.OVER if absence.state is AbsenceState.AWAY else AbsenceState.CANCELLED
    move(session, absence, after, actor.label, now)
    await session.flush()
    await note(session, actor.label, "absence_ended", f"absence:{absence.id}", now)
    await tell_substitute(session, rules, absence, away, now, over=True)
    return away


async def substitutes(session: AsyncSession, person_id: int, unit_id: int) -> dict[int, str]:
    """The other people of the unit's seats who can be reached: id -> name."""
    reached = await places(session, col(Seat.unit_id) == unit_id)
    others = dict.fromkeys(place.person_id for place in reached if place.person_id != person_id)
    return {one: await name_of(session, one) for one in others}


def check_days(first: date, last: date, today: date) -> None:
    """Refused: days that are past, the wrong way round, or too many."""
    if first < today:
        raise Refusal("absence-past")
    if last < first:
        raise Refusal("absence-backwards", first=first)
    if last - first > LONGEST:
        raise Refusal("absence-too-long", days=LONGEST.days)


async def refuse_overlap(session: AsyncSession, person_id: int, unit_id: int, first: date, last: date) -> None:
    """Refused: a day on which the person is away already."""
    for known in await absences_of(session, person_id, unit_id):
        if known.first <= last and first <= known.last:
            raise Refusal("absent-already", first=known.first, last=known.last)
