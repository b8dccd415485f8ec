"""Urges by hand (催办) in a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.rules import Rules
from register.snapshot.columns import rows_of
from register.tables import Task, Unit, Urge


@dataclass(frozen=True, slots=True)
class UrgeFacts:
    """One unit, urged on one task."""

    task: int
    unit: str
    at: datetime


async def read_urges(session: AsyncSession, rules: Rules) -> tuple[UrgeFacts, ...]:
    """Every urge, the oldest first."""
    rows = await rows_of(
        session,
        select(col(Task.number), col(Unit.name), col(Urge.at))
        .join(Task, col(Task.id) == col(Urge.task_id))
        .join(Unit, col(Unit.id) == col(Urge.unit_id))
        .order_by(col(Urge.id)),
    )
    return tuple(UrgeFacts(row.number, row.name, row.at.astimezone(rules.timezone)) for row in rows)
