"""Contributions of responsible units, with what surrounds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.tables import Contribution, Request, Round, Task, Unit


class ContributionLine(NamedTuple):
    contribution: Contribution
    round: Round
    task: Task
    unit: Unit


async def contribution_lines(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[ContributionLine]:
    """The contributions that meet every condition, by round, task, and the plan's order of units."""
    rows = await session.exec(
        select(Contribution, Round, Task, Unit)
        .join(Round, col(Round.id) == col(Contribution.round_id))
        .join(Task, col(Task.id) == col(Contribution.task_id))
        .join(Unit, col(Unit.id) == col(Contribution.unit_id))
        .where(*which)
        .order_by(col(Round.quarter), col(Task.number), col(Unit.position))
    )
    return [ContributionLine(*row) for row in rows]


async def contribution_line(session: AsyncSession, contribution_id: int) -> ContributionLine | None:
    return next(iter(await contribution_lines(session, col(Contribution.id) == contribution_id)), None)


async def given_towards(session: AsyncSession, request: Request) -> Sequence[ContributionLine]:
    """What responsible units have given towards the answer to a lead unit's request."""
    return await contribution_lines(
        session,
        col(Contribution.round_id) == request.round_id,
        col(Contribution.task_id) == request.task_id,
        col(Contribution.words) != "",
    )
