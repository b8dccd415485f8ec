"""Rounds of a snapshot: what was asked, and the latest version of every answer."""

from __future__ import annotations

from sqlalchemy import Executable, func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.reports import COUNTS
from register.rules import Rules
from register.snapshot.columns import grouped, rows_of
from register.snapshot.facts import ReportFacts, RequestFacts, RoundFacts
from register.tables import Milestone, Report, Request, Round, Task, Unit


async def read_rounds(session: AsyncSession, rules: Rules) -> tuple[RoundFacts, ...]:
    """Every round from the first to the latest, its requests in the order of tasks and units."""
    rounds = await rows_of(
        session,
        select(
            col(Round.id),
            col(Round.quarter),
            col(Round.state),
            col(Round.opened_at),
            col(Round.closes_on),
            col(Round.filed_at),
        ).order_by(col(Round.closes_on)),
    )
    requests = await _requests(session, rules)
    return tuple(
        RoundFacts(
            quarter=row.quarter,
            state=row.state,
            opened_at=row.opened_at.astimezone(rules.timezone),
            closes_on=row.closes_on,
            filed_at=row.filed_at.astimezone(rules.timezone) if row.filed_at else None,
            requests=tuple(requests[row.id]),
        )
        for row in rounds
    )


async def _requests(session: AsyncSession, rules: Rules) -> dict[int, list[RequestFacts]]:
    reports = await _latest_reports(session, rules)
    rows = await rows_of(
        session,
        select(
            col(Request.id),
            col(Request.round_id),
            col(Task.number),
            col(Unit.name),
            col(Request.state),
            col(Request.answered_at),
            col(Request.late),
        )
        .join(Task, col(Task.id) == col(Request.task_id))
        .join(Unit, col(Unit.id) == col(Request.unit_id))
        .where(COUNTS)
        .order_by(col(Request.round_id), col(Task.number), col(Unit.position)),
    )
    return grouped(
        (
            row.round_id,
            RequestFacts(
                task=row.number,
                unit=row.name,
                state=row.state,
                answered_at=row.answered_at.astimezone(rules.timezone) if row.answered_at else None,
                late=row.late,
                report=reports.get(row.id),
            ),
        )
        for row in rows
    )


async def _latest_reports(session: AsyncSession, rules: Rules) -> dict[int, ReportFacts]:
    """The latest version by request."""
    found = {}
    for row in await rows_of(session, _latest_versions()):
        facts = dict(row._mapping)
        facts["filed_at"] = row.filed_at.astimezone(rules.timezone)
        request_id = facts.pop("request_id")
        found[request_id] = ReportFacts(**facts)
    return found


def _latest_versions() -> Executable:
    """The fields of ``ReportFacts``, of the last version that each request got."""
    latest = (
        select(col(Report.request_id), func.max(col(Report.version)).label("version"))
        .group_by(col(Report.request_id))
        .subquery()
    )
    return (
        select(
            col(Report.request_id),
            col(Round.quarter),
            col(Task.number).label("task"),
            col(Unit.name).label("unit"),
            col(Milestone.ordinal).label("milestone"),
            col(Report.version),
            col(Report.percent),
            col(Report.done),
            col(Report.problems),
            col(Report.next_step),
            col(Report.no_change_reason),
            col(Report.filed_at),
            col(Report.in_time),
            col(Report.verdict),
            col(Report.verdict_reason),
            col(Report.self_reviewed),
        )
        .join(
            latest,
            (latest.c.request_id == col(Report.request_id)) & (latest.c.version == col(Report.version)),
        )
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Round, col(Round.id) == col(Request.round_id))
        .join(Task, col(Task.id) == col(Request.task_id))
        .join(Unit, col(Unit.id) == col(Request.unit_id))
        .outerjoin(Milestone, col(Milestone.id) == col(Report.milestone_id))
    )
