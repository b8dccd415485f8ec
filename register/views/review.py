"""What a reviewer reads before the verdict: the whole report or claim, with its files and what came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.duties import duty_line, returned_because
from register.people import name_of
from register.reports import request_line
from register.states import Verdict
from register.tables import Completion, Evidence, Milestone, Report, Request, Round
from register.views.files import files_of_completion, files_of_report


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """``percent_before`` is that of the round before; None when nothing was reported then. ``returned_because`` is why
    an earlier version of this report, or an earlier claim of this duty, was returned."""

    report_id: int
    unit: str
    task: int
    title: str
    quarter: str
    milestone: int | None
    due: date | None
    version: int
    percent: int
    percent_before: int | None
    returned_because: str | None
    done: str
    problems: str
    next_step: str
    no_change_reason: str | None
    who: str
    filed_at: datetime
    in_time: bool
    verdict: Verdict
    files: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class CompletionSheet:
    completion_id: int
    unit: str
    task: int
    title: str
    milestone: int
    wording: str
    result: str | None
    due: date
    returned_because: str | None
    words: str
    who: str
    claimed_at: datetime
    verdict: Verdict
    files: tuple[Evidence, ...]


async def report_sheet(session: AsyncSession, report_id: int) -> ReportSheet | None:
    """The report as its reviewer reads it; None when there is none."""
    report = await session.get(Report, report_id)
    line = await request_line(session, report.request_id) if report is not None else None
    if report is None or line is None:
        return None
    milestone = await session.get(Milestone, report.milestone_id) if report.milestone_id is not None else None
    return ReportSheet(
        report_id=report_id,
        unit=line.unit.name,
        task=line.task.number,
        title=line.task.title,
        quarter=line.round.quarter,
        milestone=milestone.ordinal if milestone is not None else None,
        due=milestone.due if milestone is not None else None,
        version=report.version,
        percent=report.percent,
        percent_before=await _percent_before(session, line.request, line.round),
        returned_because=await _returned_because(session, report),
        done=report.done,
        problems=report.problems,
        next_step=report.next_step,
        no_change_reason=report.no_change_reason,
        who=await name_of(session, report.filed_by),
        filed_at=report.filed_at,
        in_time=report.in_time,
        verdict=report.verdict,
        files=tuple(await files_of_report(session, report_id)),
    )


async def completion_sheet(session: AsyncSession, completion_id: int) -> CompletionSheet | None:
    """The claim as its reviewer reads it; None when there is none."""
    claim = await session.get(Completion, completion_id)
    line = await duty_line(session, claim.duty_id) if claim is not None else None
    if claim is None or line is None:
        return None
    return CompletionSheet(
        completion_id=completion_id,
        unit=line.unit.name,
        task=line.task.number,
        title=line.task.title,
        milestone=line.milestone.ordinal,
        wording=line.milestone.wording,
        result=line.milestone.result,
        due=line.duty.due,
        returned_because=await returned_because(session, claim.duty_id),
        words=claim.note,
        who=await name_of(session, claim.claimed_by),
        claimed_at=claim.claimed_at,
        verdict=claim.verdict,
        files=tuple(await files_of_completion(session, completion_id)),
    )


async def _returned_because(session: AsyncSession, report: Report) -> str | None:
    earlier = (
        select(Report.verdict_reason)
        .where(
            Report.request_id == report.request_id,
            col(Report.version) < report.version,
            Report.verdict == Verdict.RETURNED,
        )
        .order_by(col(Report.version).desc())
        .limit(1)
    )
    return (await session.exec(earlier)).one_or_none()


async def _percent_before(session: AsyncSession, request: Request, asked_in: Round) -> int | None:
    rows = await session.exec(
        select(Report.percent)
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Round, col(Round.id) == col(Request.round_id))
        .where(
            Request.task_id == request.task_id,
            Request.unit_id == request.unit_id,
            col(Round.quarter) < asked_in.quarter,
        )
        .order_by(col(Round.quarter).desc(), col(Report.version).desc())
        .limit(1)
    )
    return rows.one_or_none()
