"""What a morning's letters say of a case, and to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.roles import Role
from register.buttons import Offer
from register.tables import Case
from register.views.cases import CaseLine, case_line
from schedules.letters import Letter
from schedules.morning import Item, Morning


def facts_about(morning: Morning, case: CaseLine) -> dict[str, Any]:
    """What every letter about a case may say."""
    return {
        "items": items_of(case, morning.day),
        "day": morning.day.isoformat(),
        "unit": case.unit,
        "leading_body": case.leading_body,
        "talk_at": case.talk_at.isoformat() if case.talk_at is not None else None,
        "place": case.talk_place,
        "attendees": case.talk_with,
        "rectify": case.rectify,
        "due": case.rectify_by.isoformat() if case.rectify_by is not None else None,
    }


def items_of(case: CaseLine, day: date) -> list[Item]:
    """Its grounds: the office hears of them when nobody of the bureau can be reached."""
    return [
        {
            "task": ground.task,
            "milestone": ground.milestone,
            "why": ground.cause.value,
            "title": ground.title,
            "due": ground.since.isoformat(),
            "days": (ground.since - day).days,
            "about": case.unit,
        }
        for ground in case.grounds
    ]


async def line_of(morning: Morning, case: Case) -> CaseLine:
    """The case as it is told. LookupError when it has gone: cases are never deleted."""
    line = await case_line(morning.session, case.id or 0)
    if line is None:
        raise LookupError(f"case {case.id} has gone")
    return line


def to_body(
    morning: Morning,
    role: Role,
    key: str,
    template: str,
    facts: dict[str, Any],
    buttons: list[list[Offer]] | None = None,
) -> Letter:
    """A letter to the bureau, or to the office."""
    unit_id = morning.plan.bureau_id if role is Role.BUREAU else morning.plan.office_id
    return Letter(unit_id, role, "other", f"{key}/{role}", facts, buttons or [], template=template)
