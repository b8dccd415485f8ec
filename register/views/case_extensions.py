"""The later dates that a unit asked for on the tasks of a case: part of the evidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import ExtensionState
from register.tables import Duty, Extension, Milestone, Task


@dataclass(frozen=True, slots=True)
class ExtensionGiven:
    """A request for a later date, and what was said to it."""

    task: int
    baseline: date
    due_before: date
    due_asked: date
    reason: str
    asked_at: datetime
    state: ExtensionState
    decided_at: datetime | None
    decision_note: str | None


async def extensions_on(session: AsyncSession, unit_id: int, task_ids: Collection[int]) -> tuple[ExtensionGiven, ...]:
    """Every request of the unit on these tasks, the oldest first."""
    rows = await session.exec(
        select(Extension, Milestone, Task.number)
        .join(Duty, col(Duty.id) == col(Extension.duty_id))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(Duty.unit_id == unit_id, col(Task.id).in_(task_ids))
        .order_by(col(Extension.id))
    )
    return tuple(
        ExtensionGiven(
            task=number,
            baseline=milestone.baseline,
            due_before=one.due_before,
            due_asked=one.due_asked,
            reason=one.reason,
            asked_at=one.asked_at,
            state=one.state,
            decided_at=one.decided_at,
            decision_note=one.decision_note,
        )
        for one, milestone, number in rows
    )
