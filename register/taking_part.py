"""Which units the plan in force asks something of, and the seats that they therefore have."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.tables import PlanRecord, Seat, TargetRecord, Task, TaskUnit, Unit


async def taking_part(session: AsyncSession) -> frozenset[int]:
    """Who leads a task or contributes to one, owns a target, or consolidates the whole."""
    in_force = select(TaskUnit.unit_id).join(Task, col(Task.id) == col(TaskUnit.task_id))
    tasks = await session.exec(in_force.where(col(Task.dropped_on).is_(None)))
    targets = await session.exec(select(TargetRecord.owner_id).where(col(TargetRecord.dropped_on).is_(None)))
    return frozenset([*tasks, *targets, *await session.exec(select(PlanRecord.consolidator_id))])


async def make_seats(session: AsyncSession, plan: PlanRecord) -> None:
    """Give every unit that takes part a contact and a leader, and each body its own seat, where there is none yet."""
    known = set((await session.exec(select(Seat.unit_id, Seat.role))).all())
    involved = await taking_part(session)
    units = await session.exec(select(Unit.id).order_by(col(Unit.position)))
    wanted = [(unit or 0, role) for unit in units if unit in involved for role in (Role.CONTACT, Role.LEADER)]
    bodies = [
        (plan.office_id, Role.OFFICE),
        (plan.bureau_id, Role.BUREAU),
        (plan.leading_group_id, Role.LEADING_GROUP),
    ]
    session.add_all(Seat(unit_id=unit, role=role) for unit, role in [*wanted, *bodies] if (unit, role) not in known)
