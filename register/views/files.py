"""The files that people sent as evidence (佐证材料), by what they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.tables import CaseStep, Climb, Completion, Duty, Evidence, Report, Request


async def files_of_report(session: AsyncSession, report_id: int) -> Sequence[Evidence]:
    return await _files(session, col(Evidence.report_id) == report_id)


async def files_of_completion(session: AsyncSession, completion_id: int) -> Sequence[Evidence]:
    return await _files(session, col(Evidence.completion_id) == completion_id)


async def files_of_case(session: AsyncSession, case_id: int) -> Sequence[Evidence]:
    """All that the unit sent with reports and claims on the tasks of the case's grounds, and with its rectification."""
    reports = (
        select(Report.id)
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Climb, (col(Climb.task_id) == Request.task_id) & (col(Climb.unit_id) == Request.unit_id))
        .where(Climb.case_id == case_id)
    )
    claims = (
        select(Completion.id)
        .join(Duty, col(Duty.id) == col(Completion.duty_id))
        .join(Climb, col(Climb.duty_id) == col(Duty.id))
        .where(Climb.case_id == case_id)
    )
    mended = select(CaseStep.id).where(CaseStep.case_id == case_id)
    return await _files(
        session,
        or_(
            col(Evidence.report_id).in_(reports),
            col(Evidence.completion_id).in_(claims),
            col(Evidence.case_step_id).in_(mended),
        ),
    )


async def files_of_step(session: AsyncSession, step_id: int) -> Sequence[Evidence]:
    """What the unit sent with one report of its rectification (整改)."""
    return await _files(session, col(Evidence.case_step_id) == step_id)


async def _files(session: AsyncSession, which: ColumnElement[bool]) -> Sequence[Evidence]:
    return (await session.exec(select(Evidence).where(which).order_by(col(Evidence.id)))).all()
