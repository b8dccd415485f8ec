"""Supervision orders, cases and extensions of the year."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.policy import Step
from register.evaluation.facts import Fact, Kind, Outcome
from register.evaluation.reading_answers import Span
from register.rules import Rules
from register.snapshot.columns import rows_of
from register.states import AGREED, ClimbState, ExtensionState, StepOutcome
from register.tables import Case, Climb, ClimbStep, Duty, Extension, Milestone, Task


async def order_facts(session: AsyncSession, rules: Rules, span: Span) -> list[Fact]:
    """Orders that were sent; those of a climb that was withdrawn are none."""
    rows = await rows_of(
        session,
        select(
            col(ClimbStep.id),
            col(ClimbStep.at),
            col(ClimbStep.message_key),
            col(Climb.unit_id),
            col(Climb.cause),
            col(Task.number),
            col(Task.title),
        )
        .join(Climb, col(Climb.id) == col(ClimbStep.climb_id))
        .join(Task, col(Task.id) == col(Climb.task_id))
        .where(
            col(ClimbStep.step) == Step.ORDER,
            col(ClimbStep.outcome) == StepOutcome.DONE,
            col(ClimbStep.at) >= span[0],
            col(ClimbStep.at) < span[1],
            col(Climb.state) != ClimbState.WITHDRAWN,
        )
        .order_by(col(ClimbStep.id)),
    )
    return [
        Fact(
            Kind.ORDER,
            row.id,
            row.unit_id,
            on=rules.today(row.at),
            outcome=Outcome.TAKEN,
            task=row.number,
            title=row.title,
            note=row.cause,
            letter=row.message_key or "",
        )
        for row in rows
    ]


async def case_facts(session: AsyncSession, year: int) -> list[Fact]:
    """Cases proposed in the year; one that was withdrawn should not have been, and is none."""
    rows = await rows_of(
        session,
        select(col(Case.id), col(Case.unit_id), col(Case.proposed_on), col(Case.state))
        .where(col(Case.proposed_on) >= date(year, 1, 1), col(Case.proposed_on) <= date(year, 12, 31))
        .order_by(col(Case.id)),
    )
    return [
        Fact(
            Kind.CASE,
            row.id,
            row.unit_id,
            on=row.proposed_on,
            outcome=Outcome.AGREED if row.state in AGREED else Outcome.NOT_AGREED,
            note=row.state,
        )
        for row in rows
    ]


async def extension_facts(session: AsyncSession, rules: Rules, span: Span) -> list[Fact]:
    """Later dates that were asked in the year: counted, never scored."""
    rows = await rows_of(
        session,
        select(
            col(Extension.id),
            col(Extension.asked_at),
            col(Extension.due_asked),
            col(Extension.state),
            col(Duty.unit_id),
            col(Milestone.ordinal),
            col(Task.number),
            col(Task.title),
        )
        .join(Duty, col(Duty.id) == col(Extension.duty_id))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(col(Extension.asked_at) >= span[0], col(Extension.asked_at) < span[1])
        .order_by(col(Extension.id)),
    )
    return [
        Fact(
            Kind.EXTENSION,
            row.id,
            row.unit_id,
            on=rules.today(row.asked_at),
            outcome=Outcome.AGREED if row.state is ExtensionState.APPROVED else Outcome.NOT_AGREED,
            task=row.number,
            title=row.title,
            milestone=row.ordinal,
            done_on=row.due_asked,
            note=row.state,
        )
        for row in rows
    ]
