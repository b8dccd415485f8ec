"""Units, tasks, milestones and duties of a snapshot."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.decrees import decrees_of
from register.light import light_of, worst
from register.rules import Rules
from register.snapshot.columns import grouped, rows_of
from register.snapshot.extensions import read_extensions
from register.snapshot.facts import DecreeFacts, DutyFacts, MilestoneFacts, PhaseFacts, TaskFacts, UnitFacts
from register.snapshot.notes import NoteFacts, Notes
from register.states import DutyState, ExtensionState
from register.tables import Duty, Milestone, PhaseRecord, Reopening, Task, TaskUnit, Unit, UnitAlias, UnitMember
from register.tables.plan import Part

Parts = list[tuple[Part, str, str]]
"""A task's units: the part they take, their name, and the name by which the plan calls them."""


async def read_units(session: AsyncSession, notes: Notes) -> tuple[UnitFacts, ...]:
    """Every unit, in the plan's order."""
    units = await rows_of(
        session, select(col(Unit.id), col(Unit.name), col(Unit.leading_body)).order_by(col(Unit.position))
    )
    aliases = await rows_of(
        session, select(col(UnitAlias.unit_id), col(UnitAlias.alias)).order_by(col(UnitAlias.alias))
    )
    members = await rows_of(
        session,
        select(col(UnitMember.collective_id), col(Unit.name))
        .join(Unit, col(Unit.id) == col(UnitMember.member_id))
        .order_by(col(UnitMember.position)),
    )
    aliases_of = grouped((unit, alias) for unit, alias in aliases)
    members_of = grouped((unit, member) for unit, member in members)
    return tuple(
        UnitFacts(
            name=unit.name,
            aliases=tuple(aliases_of[unit.id]),
            members=tuple(members_of[unit.id]),
            leading_body=unit.leading_body,
            note=notes[f"unit:{unit.id}"],
        )
        for unit in units
    )


async def read_phases(session: AsyncSession) -> tuple[PhaseFacts, ...]:
    """Every stage, in the plan's order."""
    rows = await rows_of(
        session,
        select(col(PhaseRecord.name), col(PhaseRecord.starts), col(PhaseRecord.ends)).order_by(col(PhaseRecord.id)),
    )
    return tuple(PhaseFacts(*row) for row in rows)


async def read_titles(session: AsyncSession) -> dict[int, str]:
    """Number -> title, of dropped tasks too: what was asked and done about them stays in the papers."""
    return {row.number: row.title for row in await rows_of(session, select(col(Task.number), col(Task.title)))}


async def read_tasks(session: AsyncSession, rules: Rules, today: date, notes: Notes) -> tuple[TaskFacts, ...]:
    """Every task in force by number; lights and days late as of ``today``."""
    tasks = await rows_of(
        session,
        select(
            col(Task.id),
            col(Task.number),
            col(Task.section),
            col(Task.title),
            col(Task.description),
            col(Task.undated),
        )
        .where(col(Task.dropped_on).is_(None))
        .order_by(col(Task.number)),
    )
    parts = await _parts(session)
    milestones = await _milestones(session, rules, today, notes)
    return tuple(_task(task, parts[task.id], tuple(milestones[task.id]), notes[f"task:{task.id}"]) for task in tasks)


def _task(task: Any, parts: Parts, milestones: tuple[MilestoneFacts, ...], note: NoteFacts) -> TaskFacts:
    leads = [(unit, named) for part, unit, named in parts if part is Part.LEAD]
    others = [(unit, named) for part, unit, named in parts if part is Part.RESPONSIBLE]
    return TaskFacts(
        number=task.number,
        section=task.section,
        title=task.title,
        description=task.description,
        undated=task.undated,
        leads=tuple(unit for unit, _ in leads),
        responsibles=tuple(unit for unit, _ in others),
        leads_named=tuple(dict.fromkeys(named for _, named in leads)),
        responsibles_named=tuple(dict.fromkeys(named for _, named in others)),
        milestones=milestones,
        note=note,
    )


async def _parts(session: AsyncSession) -> dict[int, Parts]:
    rows = await rows_of(
        session,
        select(col(TaskUnit.task_id), col(TaskUnit.part), col(Unit.name), col(TaskUnit.named_as))
        .join(Unit, col(Unit.id) == col(TaskUnit.unit_id))
        .order_by(col(TaskUnit.task_id), col(TaskUnit.position)),
    )
    return grouped((task, (part, unit, named)) for task, part, unit, named in rows)


async def _milestones(
    session: AsyncSession, rules: Rules, today: date, notes: Notes
) -> dict[int, list[MilestoneFacts]]:
    duties = await _duties(session, rules, today, notes)
    rows = await rows_of(
        session,
        select(
            col(Milestone.id),
            col(Milestone.task_id),
            col(Milestone.ordinal),
            col(Milestone.baseline),
            col(Milestone.due),
            col(Milestone.wording),
            col(Milestone.result),
            col(Milestone.ongoing),
        )
        .where(col(Milestone.dropped_on).is_(None))
        .order_by(col(Milestone.task_id), col(Milestone.ordinal)),
    )
    moves = grouped((one.milestone_id, one) for one in await decrees_of(session))
    # In the order of what is decreed: what a changed plan added has the highest ordinal, wherever its date lies.
    rows = sorted(rows, key=lambda row: (moves[row.id][-1].due_after if moves[row.id] else row.baseline, row.ordinal))
    return grouped(
        (
            row.task_id,
            MilestoneFacts(
                ordinal=row.ordinal,
                baseline=row.baseline,
                due=row.due,
                wording=row.wording,
                result=row.result,
                ongoing=row.ongoing,
                light=worst(duty.light for duty in duties[row.id]),
                decrees=tuple(
                    DecreeFacts(one.due_before, one.due_after, rules.today(one.at), one.revision)
                    for one in moves[row.id]
                ),
                duties=tuple(duties[row.id]),
            ),
        )
        for row in rows
    )


async def _duties(session: AsyncSession, rules: Rules, today: date, notes: Notes) -> dict[int, list[DutyFacts]]:
    reopened = select(func.count(col(Reopening.id))).where(col(Reopening.duty_id) == col(Duty.id)).scalar_subquery()
    rows = await rows_of(
        session,
        select(
            col(Duty.id),
            col(Duty.milestone_id),
            col(Unit.name),
            col(Duty.state),
            col(Duty.due),
            col(Duty.met_at),
            col(Duty.closed_at),
            col(Duty.late),
            reopened.label("reopened"),
        )
        .join(Unit, col(Unit.id) == col(Duty.unit_id))
        .where(col(Duty.state) != DutyState.DROPPED)
        .order_by(col(Duty.milestone_id), col(Unit.position)),
    )
    yellow = rules.policy.lights.yellow_within
    extensions = await read_extensions(session, rules)
    duties = []
    for duty_id, milestone_id, unit, state, due, met_at, closed_at, late, reopened in rows:
        met_on = rules.today(met_at) if met_at else None
        asked = tuple(extensions[duty_id])
        in_doubt = any(one.state is ExtensionState.WAITING for one in asked)
        light = light_of(state, due, today, yellow, in_doubt=in_doubt)
        days_late = 0 if in_doubt else _days_late(state, due, met_on, today)
        closed_on = rules.today(closed_at) if closed_at else None
        note = notes[f"duty:{duty_id}"]
        facts = DutyFacts(unit, state, due, met_on, closed_on, late, light, days_late, asked, reopened, note)
        duties.append((milestone_id, facts))
    return grouped(duties)


def _days_late(state: DutyState, due: date, met_on: date | None, today: date) -> int:
    """A claim that waits for review stops the count: the unit is not late by our reading time."""
    if state is DutyState.CLOSED and met_on:
        return max(0, (met_on - due).days)
    return max(0, (today - due).days) if state is DutyState.OPEN else 0
