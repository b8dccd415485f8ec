"""Due dates that the plan itself moved (时限调整), apart from those that a unit asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.tables import Amendment, Decree


@dataclass(frozen=True, slots=True)
class Moved:
    """A changed plan moved a milestone's due date."""

    milestone_id: int
    due_before: date
    due_after: date
    at: datetime
    revision: int
    """The revision of the plan that says so."""


async def decrees_of(session: AsyncSession, milestone_ids: Collection[int] | None = None) -> Sequence[Moved]:
    """Every such move of these milestones, or of all, the oldest first."""
    of_these = [] if milestone_ids is None else [col(Decree.milestone_id).in_(milestone_ids)]
    rows = await session.exec(
        select(Decree, Amendment)
        .join(Amendment, col(Amendment.id) == col(Decree.amendment_id))
        .where(*of_these)
        .order_by(col(Decree.id))
    )
    return [
        Moved(decree.milestone_id, decree.due_before, decree.due_after, amendment.at, amendment.revision)
        for decree, amendment in rows
    ]


async def decreed_dates(session: AsyncSession) -> dict[int, date]:
    """Milestone -> what the plan says now, for those that it ever moved; the others keep their baseline."""
    return {one.milestone_id: one.due_after for one in await decrees_of(session)}
