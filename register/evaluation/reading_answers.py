"""What a unit was asked in the year's rounds, how it answered, and what the office returned."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.evaluation.facts import Fact, Kind, Outcome
from register.reports import COUNTS
from register.rules import Rules
from register.snapshot.columns import rows_of
from register.states import Verdict
from register.tables import Completion, Duty, Milestone, Report, Request, Round, Task

Span = tuple[datetime, datetime]
"""From the first instant to before the second."""


async def answer_facts(session: AsyncSession, rules: Rules, year: int, today: date) -> list[Fact]:
    """Every request of the year's rounds; while the window is open a silent one is open."""
    rows = await rows_of(
        session,
        select(
            col(Request.id),
            col(Request.unit_id),
            col(Request.answered_at),
            col(Request.late),
            col(Round.quarter),
            col(Round.opened_at),
            col(Round.closes_on),
            col(Task.number),
            col(Task.title),
        )
        .join(Round, col(Round.id) == col(Request.round_id))
        .join(Task, col(Task.id) == col(Request.task_id))
        .where(col(Round.quarter).startswith(f"{year}Q"), COUNTS)
        .order_by(col(Round.quarter), col(Task.number), col(Request.id)),
    )
    return [
        Fact(
            Kind.ANSWER,
            row.id,
            row.unit_id,
            on=row.closes_on,
            outcome=_answer(row.answered_at, row.late, today > row.closes_on),
            task=row.number,
            title=row.title,
            quarter=row.quarter,
            done_on=rules.today(row.answered_at) if row.answered_at else None,
            told_from=rules.today(row.opened_at),
        )
        for row in rows
    ]


def _answer(answered_at: datetime | None, late: bool, closed: bool) -> Outcome:
    if answered_at is None:
        return Outcome.MISSING if closed else Outcome.OPEN
    return Outcome.LATE if late else Outcome.ON_TIME


async def return_facts(session: AsyncSession, rules: Rules, year: int, span: Span) -> list[Fact]:
    """Reports of the year's rounds and claims made in the year that the office returned, every version of them."""
    return [*await _returned_reports(session, rules, year), *await _returned_claims(session, rules, span)]


async def _returned_reports(session: AsyncSession, rules: Rules, year: int) -> list[Fact]:
    rows = await rows_of(
        session,
        select(
            col(Report.id),
            col(Request.unit_id),
            col(Report.verdict_at),
            col(Report.filed_at),
            col(Report.verdict_reason),
            col(Round.quarter),
            col(Task.number),
            col(Task.title),
        )
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Round, col(Round.id) == col(Request.round_id))
        .join(Task, col(Task.id) == col(Request.task_id))
        .where(col(Round.quarter).startswith(f"{year}Q"), col(Report.verdict) == Verdict.RETURNED)
        .order_by(col(Report.id)),
    )
    return [
        Fact(
            Kind.REPORT_RETURNED,
            row.id,
            row.unit_id,
            on=rules.today(row.verdict_at or row.filed_at),
            outcome=Outcome.TAKEN,
            task=row.number,
            title=row.title,
            quarter=row.quarter,
            note=row.verdict_reason or "",
        )
        for row in rows
    ]


async def _returned_claims(session: AsyncSession, rules: Rules, span: Span) -> list[Fact]:
    rows = await rows_of(
        session,
        select(
            col(Completion.id),
            col(Duty.unit_id),
            col(Completion.verdict_at),
            col(Completion.claimed_at),
            col(Completion.verdict_reason),
            col(Milestone.ordinal),
            col(Task.number),
            col(Task.title),
        )
        .join(Duty, col(Duty.id) == col(Completion.duty_id))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(
            col(Completion.verdict) == Verdict.RETURNED,
            col(Completion.claimed_at) >= span[0],
            col(Completion.claimed_at) < span[1],
        )
        .order_by(col(Completion.id)),
    )
    return [
        Fact(
            Kind.CLAIM_RETURNED,
            row.id,
            row.unit_id,
            on=rules.today(row.verdict_at or row.claimed_at),
            outcome=Outcome.TAKEN,
            task=row.number,
            title=row.title,
            milestone=row.ordinal,
            note=row.verdict_reason or "",
        )
        for row in rows
    ]
