"""What is overdue, and by how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.duties import duty_lines
from register.extensions import duties_in_doubt
from register.states import DutyState
from register.tables import Duty


@dataclass(frozen=True, slots=True)
class OverdueLine:
    duty_id: int
    task: int
    title: str
    milestone: int
    unit: str
    due: date
    days_late: int


async def overdue(session: AsyncSession, today: date, *unit_ids: int) -> list[OverdueLine]:
    """Open duties past their due date, the longest overdue first; of some units, or of all.

    A duty whose extension was asked in time and waits for the office is not among them.
    """
    of_unit = [col(Duty.unit_id).in_(unit_ids)] if unit_ids else []
    in_doubt = await duties_in_doubt(session)
    lines = await duty_lines(session, col(Duty.state) == DutyState.OPEN, col(Duty.due) < today, *of_unit)
    return [
        OverdueLine(
            duty_id=line.duty.id or 0,
            task=line.task.number,
            title=line.task.title,
            milestone=line.milestone.ordinal,
            unit=line.unit.name,
            due=line.duty.due,
            days_late=(today - line.duty.due).days,
        )
        for line in lines
        if line.duty.id not in in_doubt
    ]
