"""The due dates of a case's tasks that the plan itself moved: part of the evidence, as no unit had asked for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.decrees import decrees_of
from register.tables import Milestone, Task


@dataclass(frozen=True, slots=True)
class DecreeGiven:
    """One move, and the revision of the plan that says so."""

    task: int
    baseline: date
    due_before: date
    due_after: date
    at: datetime
    revision: int


async def decrees_on(session: AsyncSession, task_ids: Collection[int]) -> tuple[DecreeGiven, ...]:
    """Every move on these tasks, the oldest first."""
    rows = await session.exec(
        select(Milestone, Task.number)
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(col(Task.id).in_(task_ids))
    )
    found = {milestone.id or 0: (milestone.baseline, number) for milestone, number in rows}
    moves = await decrees_of(session, found)
    return tuple(
        DecreeGiven(
            task=found[one.milestone_id][1],
            baseline=found[one.milestone_id][0],
            due_before=one.due_before,
            due_after=one.due_after,
            at=one.at,
            revision=one.revision,
        )
        for one in moves
    )
