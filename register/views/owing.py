"""Which lead units still owe something on a task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.duties import duty_lines
from register.reports import owed_request
from register.states import DutyState
from register.tables import Duty, Milestone, TaskUnit, Unit
from register.tables.plan import Part


@dataclass(frozen=True, slots=True)
class Owing:
    """A lead unit with its next open duty, or the report it owes, or both. ``days_left`` is negative when overdue."""

    task_id: int
    unit_id: int
    unit: str
    duty_id: int | None
    milestone: int | None
    due: date | None
    days_left: int | None
    request_id: int | None
    quarter: str | None


async def owing_units(session: AsyncSession, task_id: int, today: date) -> list[Owing]:
    """The lead units of the task, in its order, whose duty is open or whose report of the latest round is owed."""
    leads = await session.exec(
        select(Unit)
        .join(TaskUnit, col(TaskUnit.unit_id) == col(Unit.id))
        .where(TaskUnit.task_id == task_id, TaskUnit.part == Part.LEAD)
        .order_by(col(TaskUnit.position))
    )
    found = [await _owing(session, task_id, unit, today) for unit in leads.all()]
    return [one for one in found if one.duty_id is not None or one.request_id is not None]


async def _owing(session: AsyncSession, task_id: int, unit: Unit, today: date) -> Owing:
    open_duties = await duty_lines(
        session,
        col(Milestone.task_id) == task_id,
        col(Duty.unit_id) == unit.id,
        col(Duty.state) == DutyState.OPEN,
    )
    line = next(iter(open_duties), None)
    request = await owed_request(session, task_id, unit.id or 0)
    return Owing(
        task_id=task_id,
        unit_id=unit.id or 0,
        unit=unit.name,
        duty_id=line.duty.id if line is not None else None,
        milestone=line.milestone.ordinal if line is not None else None,
        due=line.duty.due if line is not None else None,
        days_left=(line.duty.due - today).days if line is not None else None,
        request_id=request.request.id if request is not None else None,
        quarter=request.round.quarter if request is not None else None,
    )
