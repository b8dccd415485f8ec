"""The plan as the register has it in force, in the form that a plan file is compared in."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.blueprint import Blueprint, HeadPrint, MilestonePrint, Parts, PhasePrint, TargetPrint, TaskPrint, UnitPrint
from register.decrees import decreed_dates
from register.figures import exact
from register.tables import (
    Amendment,
    Milestone,
    PhaseRecord,
    PlanRecord,
    TargetRecord,
    Task,
    TaskUnit,
    Unit,
    UnitAlias,
    UnitMember,
)
from register.tables.plan import Part

Names = dict[int | None, str]


async def revision_of(session: AsyncSession) -> int:
    """1 as the plan was installed; every change of it counts one on."""
    return (await session.exec(select(func.max(col(Amendment.revision))))).one() or 1


async def standing_blueprint(session: AsyncSession, plan: PlanRecord) -> Blueprint:
    """Everything a changed plan file is compared with."""
    units = list(await session.exec(select(Unit).order_by(col(Unit.position), col(Unit.id))))
    names: Names = {unit.id: unit.name for unit in units}
    tasks = list(await session.exec(select(Task).order_by(col(Task.number))))
    prints = await _tasks(session, tasks, names)
    return Blueprint(
        head=HeadPrint(
            code=plan.code,
            title=plan.title,
            starts=plan.starts,
            ends=plan.ends,
            office=names[plan.office_id],
            bureau=names[plan.bureau_id],
            leading_group=names[plan.leading_group_id],
            consolidator=names[plan.consolidator_id],
            phases=await _phases(session),
        ),
        units=await _units(session, [unit for unit in units if unit.dropped_on is None], names),
        targets=await _targets(session, names),
        tasks=tuple(prints[task.number] for task in tasks if task.dropped_on is None),
        former=tuple(prints[task.number] for task in tasks if task.dropped_on is not None),
        former_units=frozenset(unit.name for unit in units if unit.dropped_on is not None),
    )


async def _phases(session: AsyncSession) -> tuple[PhasePrint, ...]:
    rows = await session.exec(select(PhaseRecord).order_by(col(PhaseRecord.id)))
    return tuple(PhasePrint(row.name, row.starts, row.ends) for row in rows)


async def _units(session: AsyncSession, units: list[Unit], names: Names) -> tuple[UnitPrint, ...]:
    aliases: dict[int, list[str]] = defaultdict(list)
    for alias in await session.exec(select(UnitAlias)):
        aliases[alias.unit_id].append(alias.alias)
    members: dict[int, list[str]] = defaultdict(list)
    for member in await session.exec(select(UnitMember).order_by(col(UnitMember.position))):
        members[member.collective_id].append(names[member.member_id])
    return tuple(
        UnitPrint(
            name=unit.name,
            aliases=frozenset(aliases[unit.id or 0]),
            members=tuple(members[unit.id or 0]),
            settled=unit.settled,
            leading_body=unit.leading_body,
            housed_in=names[unit.housed_in_id] if unit.housed_in_id is not None else None,
        )
        for unit in units
    )


async def _targets(session: AsyncSession, names: Names) -> tuple[TargetPrint, ...]:
    records = await session.exec(
        select(TargetRecord).where(col(TargetRecord.dropped_on).is_(None)).order_by(col(TargetRecord.id))
    )
    return tuple(
        TargetPrint(
            code=record.code,
            name=record.name,
            measure=record.measure,
            minimum=exact(record.minimum) if record.minimum is not None else None,
            maximum=exact(record.maximum) if record.maximum is not None else None,
            due=record.due,
            owner=names[record.owner_id],
        )
        for record in records
    )


async def _tasks(session: AsyncSession, tasks: list[Task], names: Names) -> dict[int, TaskPrint]:
    """By number; of each the milestones in force, by ordinal."""
    parts: dict[tuple[int, Part], Parts] = defaultdict(dict)
    for row in await session.exec(select(TaskUnit).order_by(col(TaskUnit.position), col(TaskUnit.id))):
        parts[row.task_id, row.part][names[row.unit_id]] = row.named_as
    milestones: dict[int, list[MilestonePrint]] = defaultdict(list)
    moved = await decreed_dates(session)
    in_force = select(Milestone).where(col(Milestone.dropped_on).is_(None)).order_by(col(Milestone.ordinal))
    for milestone in await session.exec(in_force):
        milestones[milestone.task_id].append(_milestone(milestone, moved.get(milestone.id or 0, milestone.baseline)))
    return {
        task.number: TaskPrint(
            number=task.number,
            section=task.section,
            title=task.title,
            description=task.description,
            undated=task.undated,
            leads=parts[task.id or 0, Part.LEAD],
            supports=parts[task.id or 0, Part.RESPONSIBLE],
            milestones=tuple(milestones[task.id or 0]),
        )
        for task in tasks
    }


def _milestone(milestone: Milestone, decreed: date) -> MilestonePrint:
    return MilestonePrint(decreed, milestone.wording, milestone.result, milestone.ongoing, milestone.ordinal)
