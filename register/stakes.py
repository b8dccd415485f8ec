"""What hangs on a task: its duties, the reports that are asked, and the cases that are open over it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.duties import duty_lines
from register.extensions import granted_until
from register.reports import request_lines
from register.states import ENDED, UNMET, CaseState, DutyState, RequestState
from register.tables import Case, Climb, Milestone, Request, Task, Unit

_SETTLED = (RequestState.ACCEPTED, RequestState.DROPPED)


@dataclass(frozen=True, slots=True)
class DutyAtStake:
    """``granted`` is the date of an approved extension, if there is one."""

    unit: str
    ordinal: int
    state: DutyState
    due: date
    granted: date | None


@dataclass(frozen=True, slots=True)
class CaseAtStake:
    case_id: int
    unit: str
    state: CaseState


@dataclass(slots=True)
class Stake:
    """Of one task."""

    duties: list[DutyAtStake] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Units whose report is asked, or waits for the office."""
    cases: list[CaseAtStake] = field(default_factory=list)

    def unmet(self, ordinal: int | None = None) -> list[DutyAtStake]:
        """The duties still to be met, of one milestone or of all."""
        return [one for one in self.duties if one.state in UNMET and ordinal in (None, one.ordinal)]

    def met(self, ordinal: int) -> bool:
        """Whether the milestone is behind everybody: the last of its duties is closed."""
        states = [one.state for one in self.duties if one.ordinal == ordinal and one.state is not DutyState.DROPPED]
        return bool(states) and all(state is DutyState.CLOSED for state in states)


async def stakes_of(session: AsyncSession, numbers: Collection[int]) -> dict[int, Stake]:
    """By task number; a number that is new in the plan has nothing at stake."""
    stakes = {number: Stake() for number in numbers}
    lines = await duty_lines(session, col(Task.number).in_(numbers), col(Milestone.dropped_on).is_(None))
    granted = await granted_until(session, [line.duty.id or 0 for line in lines])
    for line in lines:
        duty = line.duty
        stakes[line.task.number].duties.append(
            DutyAtStake(line.unit.name, line.milestone.ordinal, duty.state, duty.due, granted.get(duty.id or 0))
        )
    asked = await request_lines(session, col(Task.number).in_(numbers), col(Request.state).not_in(_SETTLED))
    for request in asked:
        stakes[request.task.number].asked.append(request.unit.name)
    cases = await session.exec(
        select(Task.number, Case, Unit.name)
        .join(Climb, col(Climb.task_id) == col(Task.id))
        .join(Case, col(Case.id) == col(Climb.case_id))
        .join(Unit, col(Unit.id) == col(Case.unit_id))
        .where(col(Task.number).in_(numbers), col(Case.state).not_in(ENDED))
        .order_by(col(Case.id))
    )
    for number, case, unit in cases:
        at_stake = CaseAtStake(case.id or 0, unit, case.state)
        if at_stake not in stakes[number].cases:
            stakes[number].cases.append(at_stake)
    return stakes
