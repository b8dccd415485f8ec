"""Whose a thing is: the units that may act on a task, a duty, a request or a round."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.tables import (
    Absence,
    Case,
    Climb,
    Completion,
    Contribution,
    Coordination,
    Duty,
    Extension,
    Notice,
    NoticeCopy,
    PlanRecord,
    Recipient,
    Report,
    Request,
    Round,
    Sheet,
    TargetRequest,
    Task,
    TaskUnit,
)
from register.tables.notices import NoticeKind


async def units_of_task(session: AsyncSession, number: int) -> frozenset[int]:
    """The units that take part in the task of this number, and the one that consolidates the whole."""
    rows = await session.exec(
        select(TaskUnit.unit_id).join(Task, col(Task.id) == col(TaskUnit.task_id)).where(Task.number == number)
    )
    return frozenset(rows) | frozenset(await session.exec(select(PlanRecord.consolidator_id)))


async def units_of_duty(session: AsyncSession, duty_id: int) -> frozenset[int]:
    """The unit whose duty it is; empty when there is no such duty."""
    return frozenset(await session.exec(select(Duty.unit_id).where(Duty.id == duty_id)))


async def units_of_extension(session: AsyncSession, extension_id: int) -> frozenset[int]:
    """The unit that asked for it; empty when there is no such extension."""
    own = select(Duty.unit_id).join(Extension, col(Extension.duty_id) == col(Duty.id))
    return frozenset(await session.exec(own.where(Extension.id == extension_id)))


async def units_of_completion(session: AsyncSession, completion_id: int) -> frozenset[int]:
    """The unit that claimed it; empty when there is no such claim."""
    own = select(Duty.unit_id).join(Completion, col(Completion.duty_id) == col(Duty.id))
    return frozenset(await session.exec(own.where(Completion.id == completion_id)))


async def units_of_contribution(session: AsyncSession, contribution_id: int) -> frozenset[int]:
    """The responsible unit that is asked; empty when there is no such contribution."""
    return frozenset(await session.exec(select(Contribution.unit_id).where(Contribution.id == contribution_id)))


async def units_of_request(session: AsyncSession, request_id: int) -> frozenset[int]:
    """The unit that is asked; empty when there is no such request."""
    return frozenset(await session.exec(select(Request.unit_id).where(Request.id == request_id)))


async def units_of_report(session: AsyncSession, report_id: int) -> frozenset[int]:
    """The unit that reported; empty when there is no such report."""
    own = select(Request.unit_id).join(Report, col(Report.request_id) == col(Request.id))
    return frozenset(await session.exec(own.where(Report.id == report_id)))


async def units_of_target(session: AsyncSession, request_id: int) -> frozenset[int]:
    """The owner that is asked for the target's figure; empty when there is no such request."""
    return frozenset(await session.exec(select(TargetRequest.unit_id).where(TargetRequest.id == request_id)))


async def units_of_coordination(session: AsyncSession, coordination_id: int) -> frozenset[int]:
    """The unit whose difficulty it is; empty when there is no such difficulty."""
    return frozenset(await session.exec(select(Coordination.unit_id).where(Coordination.id == coordination_id)))


async def units_of_case(session: AsyncSession, case_id: int) -> frozenset[int]:
    """The unit that the case is about; empty when there is no such case."""
    return frozenset(await session.exec(select(Case.unit_id).where(Case.id == case_id)))


async def units_of_climb(session: AsyncSession, climb_id: int) -> frozenset[int]:
    """The unit that climbs; empty when nobody does."""
    return frozenset(await session.exec(select(Climb.unit_id).where(Climb.id == climb_id)))


async def units_of_recipient(session: AsyncSession, recipient_id: int) -> frozenset[int]:
    """The unit that the circular was sent to; empty when there is no such row."""
    return frozenset(await session.exec(select(Recipient.unit_id).where(Recipient.id == recipient_id)))


async def units_of_notice(session: AsyncSession, notice_id: int) -> frozenset[int]:
    """The units that an issued notice was sent to; empty when there is no such notice, and for a brief: no unit's."""
    sent_to = select(NoticeCopy.unit_id).join(Notice, col(Notice.id) == col(NoticeCopy.notice_id))
    return frozenset(await session.exec(sent_to.where(Notice.id == notice_id, Notice.kind == NoticeKind.NOTICE)))


async def consolidator(session: AsyncSession, round_id: int) -> frozenset[int]:
    """The unit that confirms and files the whole of the round; empty when there is no such round."""
    if await session.get(Round, round_id) is None:
        return frozenset()
    return frozenset(await session.exec(select(PlanRecord.consolidator_id)))


async def itself(_session: AsyncSession, unit_id: int) -> frozenset[int]:
    """What is about a unit as such is the unit's own."""
    return frozenset({unit_id})


async def unit_of_absence(session: AsyncSession, absence_id: int) -> frozenset[int]:
    """The unit from whose seats somebody is away; empty when there is no such absence."""
    return frozenset(await session.exec(select(Absence.unit_id).where(Absence.id == absence_id)))


async def unit_of_sheet(session: AsyncSession, sheet_id: int) -> frozenset[int]:
    """The unit whose sheet of a yearly evaluation it is; empty when there is none."""
    return frozenset(await session.exec(select(Sheet.unit_id).where(Sheet.id == sheet_id)))
