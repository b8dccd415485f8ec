"""What a register says of its plan, apart from its history."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.blueprint import standing_blueprint
from register.duties import duty_lines
from register.loading import plan_of
from register.states import DutyState
from register.tables import Duty, Milestone, Seat, Task, Unit

Seats = set[tuple[str, str]]


async def structure_of(session: AsyncSession) -> tuple[Any, ...]:
    """The plan in force, and every duty with its date and state."""
    record = await plan_of(session)
    assert record is not None
    plan = await standing_blueprint(session, record)
    lines = await duty_lines(
        session,
        col(Duty.state) != DutyState.DROPPED,
        col(Milestone.dropped_on).is_(None),
        col(Task.dropped_on).is_(None),
    )
    duties = sorted(
        (line.task.number, line.milestone.wording, str(line.milestone.due), line.unit.name, str(line.duty.due))
        for line in lines
    )
    tasks = [
        (
            task.number,
            task.title,
            task.description,
            task.undated,
            list(task.leads.items()),
            list(task.supports.items()),
            sorted((str(one.due), one.wording, one.result or "", one.ongoing) for one in task.milestones),
        )
        for task in plan.tasks
    ]
    return plan.head, plan.units, sorted(plan.targets, key=lambda target: target.code), tasks, duties


async def seats_of(session: AsyncSession) -> Seats:
    rows = await session.exec(select(Unit.name, Seat.role).join(Seat, col(Seat.unit_id) == col(Unit.id)))
    return {(name, str(role)) for name, role in rows}
