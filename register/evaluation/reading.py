"""Reads the facts of a year from the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.evaluation.excuses import Gap
from register.evaluation.facts import Fact, Kind, Outcome, Unit, YearFacts
from register.evaluation.reading_answers import answer_facts, return_facts
from register.evaluation.reading_supervision import case_facts, extension_facts, order_facts
from register.rules import Rules
from register.snapshot.columns import rows_of
from register.states import DutyState, ExtensionState, OutageState
from register.tables import Duty, Extension, Milestone, Outage, Task, TaskUnit
from register.tables import Unit as UnitRow
from register.tables.plan import Part


async def read_year(session: AsyncSession, rules: Rules, year: int, now: datetime) -> YearFacts:
    """A duty belongs to the year in which it is due, and to every later year that begins while it is unmet."""
    today = rules.today(now)
    span = (rules.at(date(year, 1, 1), time(0)), rules.at(date(year + 1, 1, 1), time(0)))
    facts = [
        *await _duties(session, rules, year, today),
        *await _undated(session, year),
        *await answer_facts(session, rules, year, today),
        *await return_facts(session, rules, year, span),
        *await order_facts(session, rules, span),
        *await case_facts(session, year),
        *await extension_facts(session, rules, span),
    ]
    units = await rows_of(
        session,
        select(col(UnitRow.id), col(UnitRow.name), col(UnitRow.leading_body))
        .where(~col(UnitRow.collective))
        .order_by(col(UnitRow.position)),
    )
    return YearFacts(year, today, tuple(Unit(*row) for row in units), tuple(facts))


async def unchecked_gaps(session: AsyncSession, rules: Rules) -> list[Gap]:
    """The outages in which something may have been lost that nobody has looked for yet."""
    rows = await rows_of(
        session, select(col(Outage.since), col(Outage.until)).where(col(Outage.state) == OutageState.CHECKING)
    )
    return [Gap(rules.today(row.since), rules.today(row.until)) for row in rows]


async def _duties(session: AsyncSession, rules: Rules, year: int, today: date) -> list[Fact]:
    in_doubt = await _in_doubt(session)
    notice = timedelta(days=max(rules.policy.reminders.lead_marks, default=0))
    facts = []
    for row in await _due_until(session, date(year, 12, 31)):
        met_on = rules.today(row.met_at) if row.met_at else None
        if _is_of_year(row.due, met_on, year):
            outcome = _bucket(row.state, row.late, row.due < today and row.id not in in_doubt)
            facts.append(_duty(row, met_on, outcome, row.due - notice))
    return facts


async def _in_doubt(session: AsyncSession) -> set[int]:
    """Duties for which a later date that was asked waits for the office."""
    waiting = select(col(Extension.duty_id)).where(col(Extension.state) == ExtensionState.WAITING)
    return {row.duty_id for row in await rows_of(session, waiting)}


async def _due_until(session: AsyncSession, last: date) -> Sequence[Any]:
    return await rows_of(
        session,
        select(
            col(Duty.id),
            col(Duty.unit_id),
            col(Duty.state),
            col(Duty.due),
            col(Duty.met_at),
            col(Duty.late),
            col(Milestone.ordinal),
            col(Task.number),
            col(Task.title),
        )
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(col(Duty.due) <= last, col(Duty.state) != DutyState.DROPPED)
        .order_by(col(Duty.due), col(Task.number), col(Duty.id)),
    )


def _is_of_year(due: date, met_on: date | None, year: int) -> bool:
    """Of those due until its end: due in it, or unmet as it began."""
    first = date(year, 1, 1)
    return due >= first or met_on is None or met_on >= first


def _duty(row: Any, met_on: date | None, outcome: Outcome, told_from: date) -> Fact:
    return Fact(
        Kind.DUTY,
        row.id,
        row.unit_id,
        on=row.due,
        outcome=outcome,
        task=row.number,
        title=row.title,
        milestone=row.ordinal,
        done_on=met_on,
        told_from=told_from,
    )


def _bucket(state: DutyState, late: bool, past: bool) -> Outcome:
    if state is DutyState.CLOSED:
        return Outcome.LATE if late else Outcome.ON_TIME
    return Outcome.OVERDUE if state is DutyState.OPEN and past else Outcome.OPEN


async def _undated(session: AsyncSession, year: int) -> list[Fact]:
    rows = await rows_of(
        session,
        select(col(Task.id), col(Task.number), col(Task.title), col(TaskUnit.unit_id))
        .join(TaskUnit, col(TaskUnit.task_id) == col(Task.id))
        .where(col(Task.undated), col(Task.dropped_on).is_(None), col(TaskUnit.part) == Part.LEAD)
        .order_by(col(Task.number), col(TaskUnit.position)),
    )
    return [
        Fact(Kind.UNDATED, row.id, row.unit_id, date(year, 12, 31), Outcome.UNDATED, task=row.number, title=row.title)
        for row in rows
    ]
