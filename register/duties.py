"""Duties with what surrounds them: their milestone, task and unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import UNMET, Verdict
from register.tables import Completion, Duty, Milestone, Task, Unit


class DutyLine(NamedTuple):
    duty: Duty
    milestone: Milestone
    task: Task
    unit: Unit


async def duty_lines(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[DutyLine]:
    """The duties that meet every condition, by due date, then by the plan's order."""
    rows = await session.exec(
        select(Duty, Milestone, Task, Unit)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .join(Unit, col(Unit.id) == col(Duty.unit_id))
        .where(*which)
        .order_by(col(Duty.due), col(Task.number), col(Unit.position))
    )
    return [DutyLine(*row) for row in rows]


async def duty_line(session: AsyncSession, duty_id: int) -> DutyLine | None:
    return next(iter(await duty_lines(session, col(Duty.id) == duty_id)), None)


async def next_duty(session: AsyncSession, task_id: int, unit_id: int) -> DutyLine | None:
    """The unit's next duty of the task that is still to be met: the one whose percent a report gives."""
    lines = await duty_lines(
        session,
        col(Milestone.task_id) == task_id,
        col(Duty.unit_id) == unit_id,
        col(Duty.state).in_(UNMET),
    )
    return next(iter(lines), None)


async def returned_because(session: AsyncSession, duty_id: int) -> str | None:
    """Why the last claim of the duty that was returned was returned; None when none was."""
    rows = await session.exec(
        select(Completion.verdict_reason)
        .where(Completion.duty_id == duty_id, Completion.verdict == Verdict.RETURNED)
        .order_by(col(Completion.id).desc())
        .limit(1)
    )
    return rows.one_or_none()
