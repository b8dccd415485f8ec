"""Difficulties that wait for the office's answer: told once a week, in one message."""

from __future__ import annotations

from sqlmodel import col

from plans.roles import Role
from register.buttons import Offer
from register.coordinations import coordination_lines, what_was_said
from register.states import CoordinationState
from register.tables import Coordination
from schedules.letters import Letter
from schedules.morning import Morning


async def coordinations_waiting(morning: Morning) -> list[Letter]:
    """On the week's first working day; what was put since yesterday is on the office's table already."""
    if morning.rules.calendar.first_of_week(morning.day) != morning.day:
        return []
    lines = [
        line
        for line in await coordination_lines(morning.session, col(Coordination.state) == CoordinationState.OPEN)
        if morning.rules.today(line.coordination.waits_since) < morning.day
    ]
    if not lines:
        return []
    said = await what_was_said(morning.session, [line.coordination.id or 0 for line in lines])
    items = [
        {
            "task": line.task.number,
            "milestone": None,
            "why": "coordination",
            "title": line.task.title,
            "about": line.unit.name,
            "since": line.coordination.waits_since.isoformat(),
            "words": said[line.coordination.id or 0][-1].words,
        }
        for line in lines
    ]
    buttons = [
        [
            Offer(
                "coordination-answer",
                "coordination-answer-unit",
                line.coordination.id,
                facts=(("unit", line.unit.name), ("number", line.task.number)),
            )
        ]
        for line in lines
    ]
    key = f"coordinations/{morning.day}"
    office = morning.plan.office_id
    return [Letter(office, Role.OFFICE, "other", key, {"items": items}, buttons, template="coordinations-waiting")]
