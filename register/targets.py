"""What a round asks of targets, and the figures given so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.figures import exact
from register.tables import Round, TargetReport, TargetRequest, Unit


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target as it is asked. ``value`` is this round's figure, ``before`` the last one of an earlier round."""

    request_id: int
    round_id: int
    quarter: str
    closes_on: date
    unit_id: int
    unit: str
    name: str
    measure: str
    minimum: Decimal | None
    maximum: Decimal | None
    due: date | None
    value: Decimal | None
    version: int
    filed_at: datetime | None
    before: Decimal | None

    @property
    def owed(self) -> bool:
        return self.value is None


async def target_lines(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[TargetLine]:
    """The targets asked that meet every condition, in the plan's order, with their newest figures."""
    rows = await session.exec(
        select(TargetRequest, Round, Unit)
        .join(Round, col(Round.id) == col(TargetRequest.round_id))
        .join(Unit, col(Unit.id) == col(TargetRequest.unit_id))
        .where(*which)
        .order_by(col(Round.quarter), col(TargetRequest.target_id))
    )
    found = rows.all()
    given = await _figures(session, [request.target_id for request, _, _ in found])
    return [_line(request, asked_in, unit, given) for request, asked_in, unit in found]


async def targets_beside(session: AsyncSession, request_id: int) -> Sequence[TargetLine]:
    """All that is asked of the same unit in the same round; empty when there is no such request."""
    request = await session.get(TargetRequest, request_id)
    return await targets_of(session, request.round_id, request.unit_id) if request is not None else []


async def targets_of(session: AsyncSession, round_id: int, unit_id: int) -> Sequence[TargetLine]:
    """What the round asks of the unit."""
    own = (col(TargetRequest.round_id) == round_id, col(TargetRequest.unit_id) == unit_id)
    return await target_lines(session, *own)


async def figures_beside(session: AsyncSession, unit: str, quarter: str) -> Sequence[TargetLine]:
    """What a reviewer of the unit's reports of the quarter sees beside them."""
    return await target_lines(session, col(Unit.name) == unit, col(Round.quarter) == quarter)


Given = tuple[str, TargetReport]
"""A figure with its quarter."""


async def _figures(session: AsyncSession, targets: Sequence[int]) -> dict[int, list[Given]]:
    """Target -> every figure given for it, the newest last."""
    rows = await session.exec(
        select(TargetRequest.target_id, Round.quarter, TargetReport)
        .join(TargetRequest, col(TargetRequest.id) == col(TargetReport.request_id))
        .join(Round, col(Round.id) == col(TargetRequest.round_id))
        .where(col(TargetRequest.target_id).in_(targets))
        .order_by(col(Round.quarter), col(TargetReport.version))
    )
    figures: dict[int, list[Given]] = {}
    for target_id, quarter, report in rows:
        figures.setdefault(target_id, []).append((quarter, report))
    return figures


def _line(request: TargetRequest, asked_in: Round, unit: Unit, given: dict[int, list[Given]]) -> TargetLine:
    figures = given.get(request.target_id, [])
    now = next((report for _, report in reversed(figures) if report.request_id == request.id), None)
    before = next((report for quarter, report in reversed(figures) if quarter < asked_in.quarter), None)
    return TargetLine(
        request_id=request.id or 0,
        round_id=request.round_id,
        quarter=asked_in.quarter,
        closes_on=asked_in.closes_on,
        unit_id=request.unit_id,
        unit=unit.name,
        name=request.name,
        measure=request.measure,
        minimum=exact(request.minimum) if request.minimum is not None else None,
        maximum=exact(request.maximum) if request.maximum is not None else None,
        due=request.due,
        value=exact(now.value) if now is not None else None,
        version=now.version if now is not None else 0,
        filed_at=now.filed_at if now is not None else None,
        before=exact(before.value) if before is not None else None,
    )
