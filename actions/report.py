"""A unit reports its progress (填报进展), in versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.answering import answer_request
from actions.drafts import own_draft, use_up
from actions.refusal import Facts, Refusal
from actions.texts import ReportAnswers
from register.duties import next_duty
from register.locks import locked_one
from register.people import name_of
from register.record import note
from register.reports import RequestLine, count_of, last_version, request_line, waiting_versions, window_open
from register.rules import Rules
from register.states import RequestState, Verdict
from register.tables import Draft, Report, Request
from register.verdicts import judge


@dataclass(frozen=True, slots=True)
class Filed:
    """A report is on record."""

    report_id: int
    request_id: int
    round_id: int
    quarter: str
    closes_on: date
    task: int
    title: str
    unit: str
    milestone: int | None
    percent: int
    version: int
    in_time: bool
    files: int
    count_done: int
    count_asked: int


async def file_report(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    request_id: int,
    answers: ReportAnswers,
    draft_id: int | None,
    now: datetime,
) -> Filed:
    """File a new version of the answer to a request.

    Refused: the request of another unit; a draft already filed; a colleague's version that came between; a correction
    after the close. A first report after the close is taken and marked late; a returned one may always be filed again.
    """
    await require(session, actor, Act.REPORT, request_id)
    draft = await own_draft(session, actor, draft_id) if draft_id is not None else None
    await locked_one(session, Request, request_id)
    line = await request_line(session, request_id)
    if line is None:
        raise Refusal("request-unknown")
    if line.request.state is RequestState.DROPPED:
        raise Refusal("task-dropped", number=line.task.number)
    before = await last_version(session, request_id)
    if draft_id is not None:
        await _refuse_stale_draft(session, actor, draft, before)
    in_time = window_open(line, rules.today(now))
    if not in_time and line.request.state in (RequestState.ANSWERED, RequestState.ACCEPTED):
        raise Refusal("window-closed", task=line.task.number, closes_on=line.round.closes_on)
    report = await _write(session, actor, line, answers, before, in_time=in_time, now=now)
    files = await use_up(session, draft, report)
    await answer_request(session, line.request, late=not in_time, actor=actor.label, now=now)
    await _note(session, actor, line, report, files, now)
    return await _filed(session, line, report, files)


async def _refuse_stale_draft(session: AsyncSession, actor: Actor, draft: Draft | None, before: Report | None) -> None:
    """Two phones: the same draft confirmed twice, or a colleague who filed after this draft was last touched."""
    if draft is None and before is None:
        raise Refusal("draft-gone")
    if before is None:
        return
    facts: Facts = {"who": await name_of(session, before.filed_by), "when": before.filed_at, "version": before.version}
    if draft is None:
        raise Refusal("already-reported", **facts)
    if before.filed_by != actor.person_id and before.filed_at > draft.updated_at:
        raise Refusal("reported-meanwhile", **facts)


async def _write(
    session: AsyncSession,
    actor: Actor,
    line: RequestLine,
    answers: ReportAnswers,
    before: Report | None,
    *,
    in_time: bool,
    now: datetime,
) -> Report:
    request_id = line.request.id or 0
    for earlier in await waiting_versions(session, request_id):
        judge(session, earlier, Verdict.SUPERSEDED, actor.label, now)
    target = await next_duty(session, line.request.task_id, line.request.unit_id)
    report = Report(
        request_id=request_id,
        version=before.version + 1 if before is not None else 1,
        milestone_id=target.milestone.id if target is not None else None,
        filed_at=now,
        filed_by=actor.person,
        in_time=in_time,
        **answers.model_dump(),
    )
    session.add(report)
    await session.flush()
    return report


async def _note(
    session: AsyncSession, actor: Actor, line: RequestLine, report: Report, files: int, now: datetime
) -> None:
    await note(
        session,
        actor.label,
        "report_filed",
        f"request:{line.request.id}",
        now,
        task=line.task.number,
        unit=line.unit.name,
        quarter=line.round.quarter,
        report=report.id,
        version=report.version,
        percent=report.percent,
        in_time=report.in_time,
        files=files,
    )


async def _filed(session: AsyncSession, line: RequestLine, report: Report, files: int) -> Filed:
    count = await count_of(session, line.request.round_id, line.request.unit_id)
    target = await next_duty(session, line.request.task_id, line.request.unit_id)
    return Filed(
        report_id=report.id or 0,
        request_id=report.request_id,
        round_id=line.request.round_id,
        quarter=line.round.quarter,
        closes_on=line.round.closes_on,
        task=line.task.number,
        title=line.task.title,
        unit=line.unit.name,
        milestone=target.milestone.ordinal if target is not None else None,
        percent=report.percent,
        version=report.version,
        in_time=report.in_time,
        files=files,
        count_done=count.answered,
        count_asked=count.asked,
    )
