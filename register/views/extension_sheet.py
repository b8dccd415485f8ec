"""What a reviewer reads before deciding about a later due date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.duties import duty_line
from register.extensions import extensions_of
from register.people import name_of
from register.states import ExtensionState, Verdict
from register.tables import Evidence, Extension, Report, Request


@dataclass(frozen=True, slots=True)
class ExtensionSheet:
    extension_id: int
    unit: str
    task: int
    title: str
    milestone: int
    baseline: date
    due: date
    due_asked: date
    extended: int
    """How many later dates were approved before."""
    percent: int | None
    """What the unit reported last of this milestone; None when it never did."""
    reason: str
    who: str
    asked_at: datetime
    state: ExtensionState
    decided_by: str
    decided_at: datetime | None
    files: tuple[Evidence, ...] = ()
    """None is asked for; every sheet of the queue says which it has."""


async def extension_sheet(session: AsyncSession, extension_id: int) -> ExtensionSheet | None:
    """The request as its reviewer reads it; None when there is none."""
    extension = await session.get(Extension, extension_id)
    line = await duty_line(session, extension.duty_id) if extension is not None else None
    if extension is None or line is None:
        return None
    asked = await extensions_of(session, [extension.duty_id])
    return ExtensionSheet(
        extension_id=extension_id,
        unit=line.unit.name,
        task=line.task.number,
        title=line.task.title,
        milestone=line.milestone.ordinal,
        baseline=line.milestone.baseline,
        due=extension.due_before,
        due_asked=extension.due_asked,
        extended=sum(one.state is ExtensionState.APPROVED for one in asked),
        percent=await _percent(session, line.duty.milestone_id, line.duty.unit_id),
        reason=extension.reason,
        who=await name_of(session, extension.asked_by),
        asked_at=extension.asked_at,
        state=extension.state,
        decided_by=await name_of(session, extension.decided_by),
        decided_at=extension.decided_at,
    )


async def _percent(session: AsyncSession, milestone_id: int, unit_id: int) -> int | None:
    rows = await session.exec(
        select(Report.percent)
        .join(Request, col(Request.id) == col(Report.request_id))
        .where(Report.milestone_id == milestone_id, Request.unit_id == unit_id, Report.verdict != Verdict.RETURNED)
        .order_by(col(Report.filed_at).desc(), col(Report.id).desc())
        .limit(1)
    )
    return rows.one_or_none()
