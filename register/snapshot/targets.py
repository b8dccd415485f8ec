"""Targets and their figures in a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.figures import Reach, exact, reach
from register.rules import Rules
from register.snapshot.columns import grouped, rows_of
from register.tables import Round, TargetRecord, TargetReport, TargetRequest, Unit


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """The last version of the figure given in a round."""

    quarter: str
    value: Decimal
    filed_at: datetime
    in_time: bool


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A number that the plan promises, with every round's figure, the newest last."""

    name: str
    measure: str
    minimum: Decimal | None
    maximum: Decimal | None
    due: date | None
    owner: str
    figures: tuple[FigureFacts, ...]

    @property
    def last(self) -> FigureFacts | None:
        return self.figures[-1] if self.figures else None

    def stands(self, today: date) -> Reach:
        """The last figure against the promise."""
        return reach(self.last.value if self.last else None, self.minimum, self.maximum, self.due, today)


async def read_targets(session: AsyncSession, rules: Rules) -> tuple[TargetFacts, ...]:
    """Every target that is still in the plan, in its order."""
    figures = await _figures(session, rules)
    rows = await rows_of(
        session,
        select(
            col(TargetRecord.id),
            col(TargetRecord.name),
            col(TargetRecord.measure),
            col(TargetRecord.minimum),
            col(TargetRecord.maximum),
            col(TargetRecord.due),
            col(Unit.name).label("owner"),
        )
        .join(Unit, col(Unit.id) == col(TargetRecord.owner_id))
        .where(col(TargetRecord.dropped_on).is_(None))
        .order_by(col(TargetRecord.id)),
    )
    return tuple(
        TargetFacts(
            name=row.name,
            measure=row.measure,
            minimum=exact(row.minimum) if row.minimum is not None else None,
            maximum=exact(row.maximum) if row.maximum is not None else None,
            due=row.due,
            owner=row.owner,
            figures=tuple(figures[row.id]),
        )
        for row in rows
    )


async def _figures(session: AsyncSession, rules: Rules) -> dict[int, list[FigureFacts]]:
    rows = await rows_of(
        session,
        select(
            col(TargetRequest.target_id),
            col(Round.quarter),
            col(TargetReport.value),
            col(TargetReport.filed_at),
            col(TargetReport.in_time),
        )
        .join(TargetRequest, col(TargetRequest.id) == col(TargetReport.request_id))
        .join(Round, col(Round.id) == col(TargetRequest.round_id))
        .order_by(col(Round.quarter), col(TargetReport.version)),
    )
    newest = {
        (row.target_id, row.quarter): FigureFacts(
            row.quarter, exact(row.value), row.filed_at.astimezone(rules.timezone), row.in_time
        )
        for row in rows
    }
    return grouped((target, figure) for (target, _), figure in newest.items())
