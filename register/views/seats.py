"""The seats by unit, with who fills them: those that need somebody's hand come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.people import OF_A_UNIT
from register.states import AbsenceState
from register.tables import Absence, Holding, Person, Seat, Unit
from register.taking_part import taking_part

_MUST_HEAR = (Role.CONTACT, Role.OFFICE, Role.BUREAU)
"""Without these somebody is not told what he or she must be told; an empty leader's seat is less pressing."""


class Standing(StrEnum):
    """How a person's seat stands today."""

    HERE = "here"
    AWAY = "away"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person in a seat. ``since_lost``: no message has come through since that day; ``back_after``: the last day of
    the absence, with the name of who sits in."""

    holding_id: int
    name: str
    standing: Standing
    in_group: bool = False
    since_lost: datetime | None = None
    back_after: date | None = None
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class SeatLine:
    seat_id: int
    role: Role
    people: tuple[Sitting, ...]

    @property
    def urgency(self) -> int:
        """0 is the most pressing, 9 is in order."""
        if not self.people:
            return 0 if self.role in _MUST_HEAR else 5
        if not any(one.standing is Standing.HERE or one.substitute for one in self.people):
            away = any(one.standing is Standing.AWAY for one in self.people)
            return 2 if away else 1
        if any(one.standing is not Standing.HERE for one in self.people):
            return 6
        return 9


@dataclass(frozen=True, slots=True)
class UnitSeats:
    unit_id: int
    unit: str
    seats: tuple[SeatLine, ...]

    @property
    def urgency(self) -> int:
        return min(seat.urgency for seat in self.seats)


async def unit_seats(session: AsyncSession, *which: ColumnElement[bool]) -> list[UnitSeats]:
    """Every unit that has seats, the most pressing first, then in the plan's order; ``which`` narrows the units.

    The seats of a unit of which the plan asks nothing any more are shown while somebody fills them.
    """
    rows = await session.exec(
        select(Unit, Seat)
        .join(Seat, col(Seat.unit_id) == col(Unit.id))
        .where(*which)
        .order_by(col(Unit.position), col(Seat.id))
    )
    people = await _people(session)
    seats: dict[int, list[SeatLine]] = defaultdict(list)
    names: dict[int, str] = {}
    for unit, seat in rows:
        names[seat.unit_id] = unit.name
        seats[seat.unit_id].append(SeatLine(seat.id or 0, seat.role, tuple(people.get(seat.id or 0, ()))))
    involved = await taking_part(session)
    found = [
        UnitSeats(unit_id, names[unit_id], tuple(lines))
        for unit_id, lines in seats.items()
        if unit_id in involved or any(line.people or line.role not in OF_A_UNIT for line in lines)
    ]
    return sorted(found, key=lambda one: one.urgency)


async def _people(session: AsyncSession) -> dict[int, list[Sitting]]:
    rows = await session.exec(
        select(Holding, Seat.unit_id, Person.name)
        .join(Seat, col(Seat.id) == col(Holding.seat_id))
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(col(Holding.until).is_(None))
        .order_by(col(Holding.id))
    )
    held = rows.all()
    absences = await session.exec(select(Absence).where(Absence.state == AbsenceState.AWAY))
    away = {(one.person_id, one.unit_id): one for one in absences}
    names = {holding.person_id: name for holding, _, name in held}
    lost = {(one.person_id, unit_id) for one, unit_id, _ in held if one.unreachable_since is not None}
    found: dict[int, list[Sitting]] = defaultdict(list)
    for holding, unit_id, name in held:
        absence = away.get((holding.person_id, unit_id))
        found[holding.seat_id].append(_sitting(holding, name, absence, _substitute(absence, names, lost)))
    return found


def _substitute(absence: Absence | None, names: dict[int, str], lost: set[tuple[int, int]]) -> str:
    """Who sits in; nobody does whom no message reaches either."""
    if absence is None or absence.substitute_id is None or (absence.substitute_id, absence.unit_id) in lost:
        return ""
    return names.get(absence.substitute_id, "")


def _sitting(holding: Holding, name: str, absence: Absence | None, substitute: str) -> Sitting:
    in_group = holding.chat_id < 0
    if absence is not None:
        return Sitting(holding.id or 0, name, Standing.AWAY, in_group, back_after=absence.last, substitute=substitute)
    lost = holding.unreachable_since
    if lost is not None:
        return Sitting(holding.id or 0, name, Standing.UNREACHABLE, in_group, since_lost=lost)
    return Sitting(holding.id or 0, name, Standing.HERE, in_group)


def troubled(units: Sequence[UnitSeats]) -> int:
    """How many seats nobody attends to, of those that must not be left alone."""
    return sum(seat.urgency < 5 for unit in units for seat in unit.seats)
