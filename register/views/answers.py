"""What a unit answered before: offered again, and shown beside the new answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.tables import Report, Request, Round


@dataclass(frozen=True, slots=True)
class LastAnswers:
    quarter: str
    version: int
    percent: int
    done: str
    problems: str
    next_step: str
    no_change_reason: str | None


async def last_answers(session: AsyncSession, request_id: int) -> LastAnswers | None:
    """The newest answer to this request, else to the same task in an earlier round; None when there is none."""
    request = await session.get_one(Request, request_id)
    asked_in = await session.get_one(Round, request.round_id)
    rows = await session.exec(
        select(Report, Round.quarter)
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Round, col(Round.id) == col(Request.round_id))
        .where(
            Request.task_id == request.task_id,
            Request.unit_id == request.unit_id,
            col(Round.quarter) <= asked_in.quarter,
        )
        .order_by(col(Round.quarter).desc(), col(Report.version).desc())
        .limit(1)
    )
    found = rows.one_or_none()
    if found is None:
        return None
    report, quarter = found
    return LastAnswers(
        quarter=quarter,
        version=report.version,
        percent=report.percent,
        done=report.done,
        problems=report.problems,
        next_step=report.next_step,
        no_change_reason=report.no_change_reason,
    )
