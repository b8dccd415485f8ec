"""The office accepts or returns a progress report."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.accepted import tell_accepted
from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.returned import report_accepted, report_returned
from actions.verdict import Judged, again_by, pass_verdict, record, tell_unit
from register.buttons import Offer
from register.locks import locked_one
from register.record import move
from register.reports import RequestLine, request_line
from register.rules import Rules
from register.states import RequestState
from register.tables import Milestone, Report, Request


async def judge_report(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    report_id: int,
    accept: bool,
    reason: str | None,
    now: datetime,
) -> Judged:
    """Accept the report, or return it with a reason: it is then asked again within the policy's working days.

    Refused: anybody but the office, a reviewer of the reported unit while another could judge, a version that was
    replaced, and the second verdict.
    """
    await require(session, actor, Act.ACCEPT_REPORT if accept else Act.RETURN_REPORT, report_id)
    held = await _held(session, report_id)
    await pass_verdict(session, actor, held.report, held.request.unit_id, reason, accept=accept, now=now)
    await _go_on(session, rules, actor, held.request, accept, now)
    judged = await _judged(session, held, accept=accept)
    await record(session, actor, judged, report_id, now)
    if accept:
        await tell_accepted(session, rules, judged, report_id, now)
    else:
        again = Offer(Act.REPORT, "report-again", target=held.request.id, facts=(("number", judged.task),))
        await tell_unit(session, rules, judged, report_id, again, now)
    return judged


class _Held(NamedTuple):
    """A report with what it answers; both rows are held until the act ends."""

    report: Report
    request: Request
    line: RequestLine


async def _held(session: AsyncSession, report_id: int) -> _Held:
    known = await session.get(Report, report_id)
    if known is None:
        raise Refusal("report-unknown")
    request = await locked_one(session, Request, known.request_id)
    report = await locked_one(session, Report, report_id)
    line = await request_line(session, report.request_id)
    if line is None:
        raise Refusal("report-unknown")
    return _Held(report, request, line)


async def _go_on(
    session: AsyncSession, rules: Rules, actor: Actor, request: Request, accept: bool, now: datetime
) -> None:
    """The request is met, or asked again."""
    if accept:
        move(session, request, RequestState.ACCEPTED, actor.label, now)
        await report_accepted(session, request, actor.label, now)
    else:
        move(session, request, RequestState.RETURNED, actor.label, now)
        request.return_again_by = request.granted_until = again_by(rules, now)
        await report_returned(session, rules, request, now)


async def _judged(session: AsyncSession, held: _Held, *, accept: bool) -> Judged:
    report, request, line = held
    milestone = await session.get(Milestone, report.milestone_id) if report.milestone_id is not None else None
    return Judged(
        subject="report",
        task=line.task.number,
        title=line.task.title,
        milestone=milestone.ordinal if milestone is not None else None,
        unit=line.unit.name,
        unit_id=request.unit_id,
        accepted=accept,
        reason=report.verdict_reason,
        self_reviewed=report.self_reviewed,
        again_by=request.return_again_by,
        quarter=line.round.quarter,
        late=not report.in_time,
    )
