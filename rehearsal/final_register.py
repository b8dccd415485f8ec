"""``register.json``: the register as the rehearsal leaves it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.rules import Rules
from register.snapshot import ClimbFacts, MilestoneFacts, RoundFacts, Snapshot, TaskFacts, take_snapshot
from register.tables import Duty, Milestone, Task
from rehearsal.record import written

ClosedAt = dict[tuple[int, int], datetime | None]
"""By task and milestone: when the last of its duties was closed."""


async def final_register(session: AsyncSession, rules: Rules, now: datetime) -> dict[str, Any]:
    """Tasks, rounds and cases in plain JSON values."""
    snapshot = await take_snapshot(session, rules, now)
    closed_at = await _closed_at(session)
    return {
        "tasks": [_task(task, closed_at, rules) for task in snapshot.tasks],
        "rounds": [_round(round_, rules) for round_ in snapshot.rounds],
        "cases": _cases(snapshot, rules),
    }


async def _closed_at(session: AsyncSession) -> ClosedAt:
    rows = await session.exec(
        select(Task.number, Milestone.ordinal, func.max(col(Duty.closed_at)))
        .join(Milestone, col(Milestone.task_id) == col(Task.id))
        .join(Duty, col(Duty.milestone_id) == col(Milestone.id))
        .group_by(col(Task.number), col(Milestone.ordinal))
    )
    return {(number, ordinal): last for number, ordinal, last in rows}


def _task(task: TaskFacts, closed_at: ClosedAt, rules: Rules) -> dict[str, Any]:
    return {
        "number": task.number,
        "title": task.title,
        "lead_units": list(task.leads_named),
        "responsible_units": list(task.responsibles_named),
        "milestones": [
            _milestone(milestone, closed_at.get((task.number, milestone.ordinal)), rules)
            for milestone in task.milestones
        ],
    }


def _milestone(milestone: MilestoneFacts, last: datetime | None, rules: Rules) -> dict[str, Any]:
    return {
        "baseline": milestone.baseline.isoformat(),
        "due": milestone.due.isoformat(),
        "light": milestone.light.value,
        "closed_at": written(last, rules) if milestone.closed and last is not None else None,
        "late": milestone.late,
        "ongoing": milestone.ongoing,
    }


def _round(round_: RoundFacts, rules: Rules) -> dict[str, Any]:
    answered = [request for request in round_.requests if not request.missing]
    return {
        "quarter": round_.quarter,
        "opened_at": written(round_.opened_at, rules),
        "asked": len(round_.requests),
        "on_time": sum(not request.late for request in answered),
        "late": sum(request.late for request in answered),
        "missing": len(round_.requests) - len(answered),
    }


def _cases(snapshot: Snapshot, rules: Rules) -> list[dict[str, Any]]:
    return [_climb(climb, rules) for climb in snapshot.climbs if climb.steps]


def _climb(climb: ClimbFacts, rules: Rules) -> dict[str, Any]:
    """Its state is the bureau's once it stands in a case."""
    return {
        "task": climb.task,
        "milestone": climb.milestone,
        "unit": climb.unit,
        "cause": climb.cause.value,
        "steps": [{"step": step.step, "at": written(step.at, rules)} for step in climb.steps],
        "state": (climb.case.state if climb.case is not None else climb.state).value,
    }
