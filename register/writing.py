"""The rows that a plan's units, tasks and milestones become, when it is installed and when it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.blueprint import MilestonePrint, Parts, TargetPrint, TaskPrint, UnitPrint
from register.tables import Milestone, Task, TaskUnit, UnitMember
from register.tables.plan import Part

UnitIds = Mapping[str, int]
"""Name of a unit -> its row."""


def unit_columns(unit: UnitPrint) -> dict[str, Any]:
    """What a unit's row says beside its name, its place and the unit it is housed in."""
    return {"collective": bool(unit.members), "settled": unit.settled, "leading_body": unit.leading_body}


def target_columns(target: TargetPrint, units: UnitIds) -> dict[str, Any]:
    """What a target's row says beside its code."""
    return {
        "name": target.name,
        "measure": target.measure,
        "minimum": target.minimum,
        "maximum": target.maximum,
        "due": target.due,
        "owner_id": units[target.owner],
    }


async def write_members(session: AsyncSession, unit: UnitPrint, units: UnitIds) -> None:
    """Whom a collective unit stands for, in its order; who is a member no longer is taken out."""
    wanted = {units[member]: position for position, member in enumerate(unit.members)}
    for row in await session.exec(select(UnitMember).where(UnitMember.collective_id == units[unit.name])):
        if row.member_id in wanted:
            row.position = wanted.pop(row.member_id)
            session.add(row)
        else:
            await session.delete(row)
    session.add_all(
        UnitMember(collective_id=units[unit.name], member_id=member, position=position)
        for member, position in wanted.items()
    )


def task_columns(task: TaskPrint) -> dict[str, Any]:
    """What a task's row says beside its number."""
    return {
        "section": task.section,
        "title": task.title,
        "description": task.description,
        "undated": task.undated,
    }


async def add_task(session: AsyncSession, task: TaskPrint) -> Task:
    """The task's own row, without its units and milestones."""
    row = Task(number=task.number, **task_columns(task))
    session.add(row)
    await session.flush()
    return row


async def write_parts(session: AsyncSession, task: Task, entry: TaskPrint, units: UnitIds) -> None:
    """Who leads and who contributes, in the plan's order; who takes part no longer is taken out."""
    wanted = {**_parts(Part.LEAD, entry.leads, units), **_parts(Part.RESPONSIBLE, entry.supports, units)}
    for row in await session.exec(select(TaskUnit).where(TaskUnit.task_id == task.id)):
        if (place := wanted.pop((row.unit_id, row.part), None)) is None:
            await session.delete(row)
        else:
            row.position, row.named_as = place
            session.add(row)
    session.add_all(
        TaskUnit(task_id=task.id or 0, unit_id=unit, part=part, position=position, named_as=named_as)
        for (unit, part), (position, named_as) in wanted.items()
    )


def _parts(part: Part, parts: Parts, units: UnitIds) -> dict[tuple[int, Part], tuple[int, str]]:
    return {(units[unit], part): (position, named_as) for position, (unit, named_as) in enumerate(parts.items())}


async def add_milestone(session: AsyncSession, task: Task, milestone: MilestonePrint, ordinal: int) -> Milestone:
    """A milestone that the plan decrees for the first time; its duties are the caller's."""
    row = Milestone(
        task_id=task.id or 0,
        ordinal=ordinal,
        baseline=milestone.due,
        due=milestone.due,
        wording=milestone.wording,
        result=milestone.result,
        ongoing=milestone.ongoing,
    )
    session.add(row)
    await session.flush()
    return row
