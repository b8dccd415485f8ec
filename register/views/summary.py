"""What a newcomer to a seat is told at once, instead of all the old messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.light import Light
from register.people import OF_A_UNIT
from register.reports import Count
from register.rules import Rules
from register.tables.plan import Part
from register.views.cases import open_cases
from register.views.overdue import overdue
from register.views.queue import review_queue
from register.views.requests import requests_card
from register.views.tasks import tasks_of_unit


@dataclass(frozen=True, slots=True)
class Summary:
    """Numbers only. ``leads`` … ``report`` are of a unit's own tasks; ``all_overdue`` … ``cases`` of the whole plan,
    for those who watch over it."""

    leads: int = 0
    supports: int = 0
    done: int = 0
    overdue: int = 0
    due_soon: int = 0
    report: Count | None = None
    all_overdue: int = 0
    to_review: int = 0
    cases: int = 0


async def summary_of(session: AsyncSession, rules: Rules, unit_id: int, role: Role, today: date) -> Summary:
    """What is open for this seat today."""
    return await (_of_unit(session, rules, unit_id, today) if role in OF_A_UNIT else _of_plan(session, today))


async def _of_unit(session: AsyncSession, rules: Rules, unit_id: int, today: date) -> Summary:
    lines = await tasks_of_unit(session, rules, unit_id, today)
    lights = [line.light for line in lines if line.part is Part.LEAD]
    card = await requests_card(session, rules, unit_id, today)
    return Summary(
        leads=len(lights),
        supports=len(lines) - len(lights),
        done=lights.count(Light.DONE),
        overdue=lights.count(Light.RED),
        due_soon=lights.count(Light.YELLOW),
        report=card.count if card is not None and card.entries else None,
    )


async def _of_plan(session: AsyncSession, today: date) -> Summary:
    return Summary(
        all_overdue=len(await overdue(session, today)),
        to_review=len(await review_queue(session)),
        cases=len(await open_cases(session)),
    )
