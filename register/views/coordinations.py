"""The difficulties of a unit with some tasks, as a record shows them: when put, when answered, what was said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.coordinations import SaidLine, coordination_lines, what_was_said
from register.states import CoordinationState
from register.tables import Coordination


@dataclass(frozen=True, slots=True)
class Difficulty:
    """``waits_since`` is when it was put last; it is still without an answer where the state is open."""

    task: int
    state: CoordinationState
    waits_since: datetime
    said: tuple[SaidLine, ...]


async def difficulties(session: AsyncSession, unit_id: int, tasks: Collection[int]) -> tuple[Difficulty, ...]:
    """All that the unit has put to the office about the tasks with these ids."""
    lines = await coordination_lines(
        session, col(Coordination.unit_id) == unit_id, col(Coordination.task_id).in_(tasks)
    )
    told = await what_was_said(session, [line.coordination.id or 0 for line in lines])
    return tuple(
        Difficulty(
            task=line.task.number,
            state=line.coordination.state,
            waits_since=line.coordination.waits_since,
            said=tuple(told[line.coordination.id or 0]),
        )
        for line in lines
    )
