"""What every part of one morning's sweep needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.rules import Rules
from register.tables import Duty, Milestone, PlanRecord, Task
from schedules.letters import Letter, PostRoom

Item = dict[str, Any]


@dataclass
class Morning:
    """One working day's beginning: the facts it stands on and the items gathered for each contact."""

    session: AsyncSession
    rules: Rules
    plan: PlanRecord
    room: PostRoom
    day: date
    now: datetime
    digest: dict[int, list[Item]] = field(default_factory=dict)
    """Unit -> the items of its contact's digest."""
    targets: dict[int, list[Item]] = field(default_factory=dict)
    """Unit -> the targets whose figures it owes, told in the same digest."""

    def tell(self, unit_id: int, item: Item) -> None:
        self.digest.setdefault(unit_id, []).append(item)

    def unit_name(self, unit_id: int) -> str:
        return self.room.units[unit_id].name

    def to_office(self, kind: str, key: str, facts: dict[str, Any], template: str = "") -> Letter:
        return Letter(self.plan.office_id, Role.OFFICE, kind, key, facts, template=template)


def milestone_item(task: Task, milestone: Milestone, why: str, day: date, due: date) -> Item:
    """What a message says of a milestone. ``days`` are really left (negative: overdue by so many)."""
    return {
        "task": task.number,
        "milestone": milestone.ordinal,
        "why": why,
        "title": task.title,
        "wording": milestone.wording,
        "result": milestone.result,
        "due": due.isoformat(),
        "days": (due - day).days,
        "milestone_id": milestone.id,
    }


def duty_item(task: Task, milestone: Milestone, duty: Duty, why: str, day: date) -> Item:
    return milestone_item(task, milestone, why, day, duty.due) | {"duty": duty.id}


def request_item(task: Task, request_id: int, why: str, quarter: str, closes_on: date, day: date) -> Item:
    """What a message says of a report that is asked."""
    return {
        "task": task.number,
        "milestone": None,
        "why": why,
        "title": task.title,
        "quarter": quarter,
        "due": closes_on.isoformat(),
        "days": (closes_on - day).days,
        "request": request_id,
    }
