"""What waits for the office's verdict, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import ExtensionState, Verdict
from register.tables import Completion, Duty, Extension, Milestone, Report, Request, Round, Task, Unit


@dataclass(frozen=True, slots=True)
class Waiting:
    """``subject`` is ``report``, ``completion`` or ``extension``, ``row_id`` the row to be judged."""

    subject: str
    row_id: int
    since: datetime
    unit_id: int
    unit: str
    task: int
    title: str
    milestone: int | None
    quarter: str | None


async def review_queue(session: AsyncSession) -> list[Waiting]:
    """Reports, completions and requests for a later date without a verdict, in order of age."""
    found = [*await _reports(session), *await _completions(session), *await _extensions(session)]
    return sorted(found, key=lambda waiting: (waiting.since, waiting.subject, waiting.row_id))


async def _reports(session: AsyncSession) -> list[Waiting]:
    rows = await session.exec(
        select(Report, Unit, Task, Round.quarter)
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Unit, col(Unit.id) == col(Request.unit_id))
        .join(Task, col(Task.id) == col(Request.task_id))
        .join(Round, col(Round.id) == col(Request.round_id))
        .where(Report.verdict == Verdict.WAITING)
    )
    return [
        Waiting(
            "report", report.id or 0, report.filed_at, unit.id or 0, unit.name, task.number, task.title, None, quarter
        )
        for report, unit, task, quarter in rows
    ]


async def _completions(session: AsyncSession) -> list[Waiting]:
    rows = await session.exec(
        select(Completion, Unit, Task, Milestone.ordinal)
        .join(Duty, col(Duty.id) == col(Completion.duty_id))
        .join(Unit, col(Unit.id) == col(Duty.unit_id))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(Completion.verdict == Verdict.WAITING)
    )
    return [
        Waiting(
            "completion",
            claim.id or 0,
            claim.claimed_at,
            unit.id or 0,
            unit.name,
            task.number,
            task.title,
            ordinal,
            None,
        )
        for claim, unit, task, ordinal in rows
    ]


async def _extensions(session: AsyncSession) -> list[Waiting]:
    rows = await session.exec(
        select(Extension, Unit, Task, Milestone.ordinal)
        .join(Duty, col(Duty.id) == col(Extension.duty_id))
        .join(Unit, col(Unit.id) == col(Duty.unit_id))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(Extension.state == ExtensionState.WAITING)
    )
    return [
        Waiting("extension", one.id or 0, one.asked_at, unit.id or 0, unit.name, task.number, task.title, ordinal, None)
        for one, unit, task, ordinal in rows
    ]
