"""The files that people sent as evidence (佐证材料), by what they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.tables import (
    CaseStep,
    Climb,
    ClimbStep,
    Completion,
    Duty,
    Evidence,
    Explanation,
    Recipient,
    Report,
    Request,
)
from register.tables.circulars import Reply


async def files_of_report(session: AsyncSession, report_id: int) -> Sequence[Evidence]:
    return await _files(session, col(Evidence.report_id) == report_id)


async def files_of_completion(session: AsyncSession, completion_id: int) -> Sequence[Evidence]:
    return await _files(session, col(Evidence.completion_id) == completion_id)


async def files_of_case(session: AsyncSession, case_id: int) -> Sequence[Evidence]:
    """All that the unit sent with reports and claims on the case's grounds, with its explanation and rectification."""
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
    explained = (
        select(Explanation.id)
        .join(ClimbStep, col(ClimbStep.message_key) == col(Explanation.letter))
        .join(Climb, col(Climb.id) == col(ClimbStep.climb_id))
        .where(Climb.case_id == case_id)
    )
    mended = select(CaseStep.id).where(CaseStep.case_id == case_id)
    return await _files(
        session,
        or_(
            col(Evidence.report_id).in_(reports),
            col(Evidence.completion_id).in_(claims),
            col(Evidence.explanation_id).in_(explained),
            col(Evidence.case_step_id).in_(mended),
        ),
    )


async def files_of_explanation(session: AsyncSession, explanation_id: int) -> Sequence[Evidence]:
    """What the unit sent with one version of its explanation (情况说明)."""
    return await _files(session, col(Evidence.explanation_id) == explanation_id)


async def files_of_step(session: AsyncSession, step_id: int) -> Sequence[Evidence]:
    """What the unit sent with one report of its rectification (整改)."""
    return await _files(session, col(Evidence.case_step_id) == step_id)


async def files_of_paper(session: AsyncSession, recipient_id: int) -> Sequence[Evidence]:
    """What the office sent round with the circular that this unit got."""
    circular = select(Recipient.circular_id).where(Recipient.id == recipient_id)
    return await _files(session, col(Evidence.circular_id).in_(circular))


async def files_of_opinions(session: AsyncSession, circular_id: int) -> Sequence[Evidence]:
    """What the units sent with their opinions on a circular."""
    opinions = select(Recipient.id).where(Recipient.circular_id == circular_id, Recipient.reply == Reply.OPINION)
    return await _files(session, col(Evidence.recipient_id).in_(opinions))


async def _files(session: AsyncSession, which: ColumnElement[bool]) -> Sequence[Evidence]:
    return (await session.exec(select(Evidence).where(which).order_by(col(Evidence.id)))).all()
