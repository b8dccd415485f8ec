"""Difficulties put to the office: found by what they are about, with what was said to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import CoordinationState
from register.tables import Coordination, CoordinationStep, Person, Task, Unit
from register.tables.coordinations import Said


class CoordinationLine(NamedTuple):
    coordination: Coordination
    task: Task
    unit: Unit


class SaidLine(NamedTuple):
    """One turn, with the name of who took it."""

    said: Said
    at: datetime
    who: str
    words: str


async def coordination_lines(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[CoordinationLine]:
    """The difficulties that meet every condition, those that wait longest first."""
    rows = await session.exec(
        select(Coordination, Task, Unit)
        .join(Task, col(Task.id) == col(Coordination.task_id))
        .join(Unit, col(Unit.id) == col(Coordination.unit_id))
        .where(*which)
        .order_by(col(Coordination.waits_since), col(Coordination.id))
    )
    return [CoordinationLine(*row) for row in rows]


async def unsettled(session: AsyncSession, task_id: int, unit_id: int) -> Coordination | None:
    """The unit's difficulty with the task that is still being followed; None when there is none."""
    found = await session.exec(
        select(Coordination).where(
            Coordination.task_id == task_id,
            Coordination.unit_id == unit_id,
            Coordination.state != CoordinationState.SETTLED,
        )
    )
    return found.one_or_none()


async def what_was_said(session: AsyncSession, coordinations: Collection[int]) -> Mapping[int, list[SaidLine]]:
    """The turns by difficulty, in their order; an empty list where there are none."""
    rows = await session.exec(
        select(CoordinationStep, Person.name)
        .join(Person, col(Person.id) == col(CoordinationStep.by))
        .where(col(CoordinationStep.coordination_id).in_(coordinations))
        .order_by(col(CoordinationStep.id))
    )
    told: dict[int, list[SaidLine]] = defaultdict(list)
    for step, who in rows:
        told[step.coordination_id].append(SaidLine(step.said, step.at, who, step.words))
    return told


async def last_said(session: AsyncSession, coordination_id: int) -> SaidLine:
    """The latest turn; there is always the one that began it."""
    return (await what_was_said(session, [coordination_id]))[coordination_id][-1]
