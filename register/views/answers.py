"""What a unit answered in earlier quarters: offered again, and what "no change" is measured by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import Verdict
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
    """What the unit last answered on the same task in an earlier round; None when it never did."""
    request = await session.get_one(Request, request_id)
    asked_in = await session.get_one(Round, request.round_id)
    found = await earlier_answers(session, request.unit_id, [request.task_id], asked_in.quarter)
    return found.get(request.task_id)


async def earlier_answers(
    session: AsyncSession, unit_id: int, task_ids: Collection[int], quarter: str
) -> Mapping[int, LastAnswers]:
    """Task -> the unit's newest answer before ``quarter``; what was returned for good is no answer."""
    rows = await session.exec(
        select(Report, Round.quarter, Request.task_id)
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Round, col(Round.id) == col(Request.round_id))
        .where(
            col(Request.task_id).in_(task_ids),
            Request.unit_id == unit_id,
            col(Round.quarter) < quarter,
            Report.verdict != Verdict.RETURNED,
        )
        .order_by(col(Round.quarter), col(Report.version))
    )
    return {task_id: _answers(report, before) for report, before, task_id in rows}


def _answers(report: Report, quarter: str) -> LastAnswers:
    return LastAnswers(
        quarter=quarter,
        version=report.version,
        percent=report.percent,
        done=report.done,
        problems=report.problems,
        next_step=report.next_step,
        no_change_reason=report.no_change_reason,
    )
