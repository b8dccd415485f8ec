"""Responsible units are asked for their words towards the lead's report, where the policy says so."""

from __future__ import annotations

from sqlmodel import col, select

from register.contributions import contribution_lines
from register.states import ContributionState
from register.tables import Contribution, Request, Round, Task, TaskUnit
from register.tables.plan import Part
from schedules.morning import Morning


async def ask_contributions(morning: Morning, opened: Round, requests: list[Request]) -> None:
    """One per responsible unit and task of the round."""
    if not morning.rules.policy.round.responsible_units_report:
        return
    tasks = {request.task_id for request in requests}
    parts = await morning.session.exec(
        select(TaskUnit.task_id, TaskUnit.unit_id)
        .where(col(TaskUnit.task_id).in_(tasks), TaskUnit.part == Part.RESPONSIBLE)
        .order_by(col(TaskUnit.task_id), col(TaskUnit.position))
    )
    morning.session.add_all(
        Contribution(round_id=opened.id or 0, task_id=task_id, unit_id=unit_id) for task_id, unit_id in parts.all()
    )
    await morning.session.flush()
    await tell_contributions(morning, opened, "contribute")


async def tell_contributions(morning: Morning, collecting: Round, why: str) -> None:
    """Put into the digests what has not been given."""
    missing = await contribution_lines(
        morning.session,
        col(Contribution.round_id) == collecting.id,
        col(Contribution.state) == ContributionState.ASKED,
        col(Task.dropped_on).is_(None),
    )
    for line in missing:
        item = {
            "task": line.task.number,
            "milestone": None,
            "why": why,
            "title": line.task.title,
            "quarter": collecting.quarter,
            "due": collecting.closes_on.isoformat(),
            "days": (collecting.closes_on - morning.day).days,
            "contribution": line.contribution.id,
        }
        morning.tell(line.unit.id or 0, item)
