"""The percent by which slow work was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.snapshot.columns import grouped, rows_of
from register.states import Cause, Verdict
from register.tables import Climb, Duty, Report, Request, Round


class Told(NamedTuple):
    """One version of what the unit reported in time of the milestone; ``returned_at`` is None unless it was."""

    percent: int
    filed_at: datetime
    returned_at: datetime | None


async def read_percents(session: AsyncSession) -> dict[int, list[Told]]:
    """By climb for slow work: what was told until its round closed, the latest first."""
    closed = aliased(Round)
    rows = await rows_of(
        session,
        select(
            col(Climb.id).label("climb"),
            col(Report.percent),
            col(Report.filed_at),
            col(Report.verdict),
            col(Report.verdict_at),
        )
        .join(closed, closed.id == col(Climb.round_id))  # type: ignore[arg-type] # a column, seen through an alias
        .join(Duty, col(Duty.id) == col(Climb.duty_id))
        .join(Report, col(Report.milestone_id) == col(Duty.milestone_id))
        .join(Request, (col(Request.id) == col(Report.request_id)) & (col(Request.unit_id) == col(Climb.unit_id)))
        .join(Round, (col(Round.id) == col(Request.round_id)) & (col(Round.closes_on) <= closed.closes_on))
        .where(col(Climb.cause) == Cause.SLOW, col(Report.in_time))
        .order_by(col(Climb.id), col(Round.closes_on).desc(), col(Report.version).desc()),
    )
    return grouped(
        (row.climb, Told(row.percent, row.filed_at, row.verdict_at if row.verdict is Verdict.RETURNED else None))
        for row in rows
    )


def found_by(told: Sequence[Told], at: datetime | None) -> int | None:
    """The last that had come, and had not been returned, when the finding was made; ``at`` is None for now."""
    for one in told:
        filed = at is None or one.filed_at <= at
        returned = one.returned_at is not None and (at is None or one.returned_at <= at)
        if filed and not returned:
            return one.percent
    return None
