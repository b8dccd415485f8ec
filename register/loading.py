"""A checked plan becomes the first state of the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.blueprint import Blueprint, HeadPrint, UnitPrint, blueprint_of
from plans.model import Plan
from register.record import SCHEDULE, note
from register.tables import Duty, PhaseRecord, PlanRecord, TargetRecord, Unit, UnitAlias
from register.taking_part import make_seats
from register.writing import UnitIds, add_milestone, add_task, target_columns, unit_columns, write_members, write_parts


async def plan_of(session: AsyncSession) -> PlanRecord | None:
    """The plan this register supervises; None when it is still empty."""
    return (await session.exec(select(PlanRecord))).one_or_none()


async def install_plan(session: AsyncSession, plan: Plan, fingerprint: str, now: datetime) -> None:
    """Write a checked plan into an empty register: units, seats, tasks, milestones and duties."""
    blueprint = blueprint_of(plan)
    units = await _install_units(session, blueprint)
    record = _head(blueprint.head, units, fingerprint)
    session.add(record)
    session.add_all(PhaseRecord(name=one.name, starts=one.starts, ends=one.ends) for one in blueprint.head.phases)
    session.add_all(TargetRecord(code=target.code, **target_columns(target, units)) for target in blueprint.targets)
    for task in blueprint.tasks:
        row = await add_task(session, task)
        await write_parts(session, row, task, units)
        for milestone in task.milestones:
            added = await add_milestone(session, row, milestone, milestone.ordinal)
            session.add_all(
                Duty(milestone_id=added.id or 0, unit_id=units[unit], due=milestone.due) for unit in task.leads
            )
    await session.flush()
    await make_seats(session, record)
    await note(session, SCHEDULE, "plan_installed", plan.plan.id, now, fingerprint=fingerprint, tasks=len(plan.tasks))


async def _install_units(session: AsyncSession, blueprint: Blueprint) -> UnitIds:
    rows = {
        unit.name: Unit(name=unit.name, position=position, **unit_columns(unit))
        for position, unit in enumerate(blueprint.units)
    }
    session.add_all(rows.values())
    await session.flush()
    ids = {name: row.id or 0 for name, row in rows.items()}
    for unit in blueprint.units:
        await _install_names(session, unit, rows[unit.name], ids)
    return ids


async def _install_names(session: AsyncSession, unit: UnitPrint, row: Unit, ids: Mapping[str, int]) -> None:
    row.housed_in_id = ids[unit.housed_in] if unit.housed_in is not None else None
    session.add_all(UnitAlias(alias=alias, unit_id=ids[unit.name]) for alias in sorted(unit.aliases))
    await write_members(session, unit, ids)


def _head(head: HeadPrint, units: UnitIds, fingerprint: str) -> PlanRecord:
    return PlanRecord(
        code=head.code,
        title=head.title,
        starts=head.starts,
        ends=head.ends,
        office_id=units[head.office],
        bureau_id=units[head.bureau],
        leading_group_id=units[head.leading_group],
        consolidator_id=units[head.consolidator],
        fingerprint=fingerprint,
    )
