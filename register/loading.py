"""A checked plan becomes the first state of the register."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Plan, TaskEntry, UnitNames
from plans.roles import Role
from register.record import SCHEDULE, note
from register.tables import (
    Duty,
    Milestone,
    PhaseRecord,
    PlanRecord,
    Seat,
    TargetRecord,
    Task,
    TaskUnit,
    Unit,
    UnitAlias,
    UnitMember,
)
from register.tables.plan import Part


async def plan_of(session: AsyncSession) -> PlanRecord | None:
    """The plan this register supervises; None when it is still empty."""
    return (await session.exec(select(PlanRecord))).one_or_none()


async def install_plan(session: AsyncSession, plan: Plan, fingerprint: str, now: datetime) -> None:
    """Write a checked plan into an empty register: units, seats, tasks, milestones and duties."""
    names = UnitNames(plan.units)
    units = await _install_units(session, plan, names)
    _install_head(session, plan, names, units, fingerprint)
    for entry in plan.tasks:
        await _install_task(session, entry, names, units)
    await session.flush()
    await _install_seats(session, plan, names, units)
    await note(session, SCHEDULE, "plan_installed", plan.plan.id, now, fingerprint=fingerprint, tasks=len(plan.tasks))


async def _install_units(session: AsyncSession, plan: Plan, names: UnitNames) -> dict[str, int]:
    rows = {
        entry.name: Unit(
            name=entry.name,
            position=position,
            collective=bool(entry.members),
            settled=entry.settled,
            leading_body=entry.leading_body,
        )
        for position, entry in enumerate(plan.units)
    }
    session.add_all(rows.values())
    await session.flush()
    ids = {name: _id(row.id) for name, row in rows.items()}
    for entry in plan.units:
        if entry.housed_in is not None:
            rows[entry.name].housed_in_id = ids[names.official(entry.housed_in)]
        session.add_all(UnitAlias(alias=alias, unit_id=ids[entry.name]) for alias in entry.aliases)
        members = names.expand(entry.name) if entry.members else ()
        session.add_all(
            UnitMember(collective_id=ids[entry.name], member_id=ids[member], position=position)
            for position, member in enumerate(members)
        )
    return ids


def _install_head(session: AsyncSession, plan: Plan, names: UnitNames, units: dict[str, int], fingerprint: str) -> None:
    head = plan.plan
    session.add(
        PlanRecord(
            code=head.id,
            title=head.title,
            starts=head.starts,
            ends=head.ends,
            office_id=units[names.official(head.office)],
            bureau_id=units[names.official(head.bureau)],
            leading_group_id=units[names.official(head.leading_group)],
            consolidator_id=units[names.official(head.consolidator)],
            fingerprint=fingerprint,
        )
    )
    session.add_all(PhaseRecord(name=phase.name, starts=phase.from_, ends=phase.to) for phase in head.phases)
    session.add_all(
        TargetRecord(
            code=target.id,
            name=target.name,
            measure=target.unit,
            minimum=target.min,
            maximum=target.max,
            due=target.due,
            owner_id=units[names.official(target.owner)],
        )
        for target in head.targets
    )


async def _install_task(session: AsyncSession, entry: TaskEntry, names: UnitNames, units: dict[str, int]) -> None:
    task = Task(
        number=entry.number,
        section=entry.section,
        title=entry.title,
        description=entry.description,
        undated=entry.undated,
    )
    session.add(task)
    await session.flush()
    leads = _expanded(entry.lead_units, names)
    supports = {unit: name for unit, name in _expanded(entry.responsible_units, names).items() if unit not in leads}
    for part, parts in ((Part.LEAD, leads), (Part.RESPONSIBLE, supports)):
        session.add_all(
            TaskUnit(task_id=_id(task.id), unit_id=units[unit], part=part, named_as=named_as, position=position)
            for position, (unit, named_as) in enumerate(parts.items())
        )
    for ordinal, mark in enumerate(sorted(entry.milestones, key=lambda milestone: milestone.due), start=1):
        milestone = Milestone(
            task_id=_id(task.id),
            ordinal=ordinal,
            baseline=mark.due,
            due=mark.due,
            wording=mark.wording,
            result=mark.result,
            ongoing=mark.ongoing,
        )
        session.add(milestone)
        await session.flush()
        session.add_all(Duty(milestone_id=_id(milestone.id), unit_id=units[unit], due=mark.due) for unit in leads)


def _expanded(written: tuple[str, ...], names: UnitNames) -> dict[str, str]:
    """Unit -> the official name under which the plan named it (its own, or that of a collective unit)."""
    expanded: dict[str, str] = {}
    for name in written:
        for unit in names.expand(name):
            expanded.setdefault(unit, names.official(name))
    return expanded


async def _install_seats(session: AsyncSession, plan: Plan, names: UnitNames, units: dict[str, int]) -> None:
    """Every unit that takes part has a contact and a leader; office, bureau and leading group have their own seat."""
    taking_part = {
        unit
        for entry in plan.tasks
        for name in (*entry.lead_units, *entry.responsible_units)
        for unit in names.expand(name)
    } | {names.official(name) for name in (plan.plan.consolidator, *(one.owner for one in plan.plan.targets))}
    for name, unit_id in units.items():
        if name in taking_part:
            session.add_all(Seat(unit_id=unit_id, role=role) for role in (Role.CONTACT, Role.LEADER))
    head = plan.plan
    for written, role in (
        (head.office, Role.OFFICE),
        (head.bureau, Role.BUREAU),
        (head.leading_group, Role.LEADING_GROUP),
    ):
        session.add(Seat(unit_id=units[names.official(written)], role=role))


def _id(value: int | None) -> int:
    if value is None:
        raise RuntimeError("a row has no id before it is flushed")
    return value
