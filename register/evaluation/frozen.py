"""An evaluation that was sent out, with its sheets and corrections, and what proves that it never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.evaluation.sheet import final_total
from register.record import digest_of
from register.tables import Adjustment, Evaluation, Sheet, Unit


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One unit's sheet with its corrections, the oldest first."""

    sheet: Sheet
    unit: Unit
    adjustments: tuple[Adjustment, ...]

    @property
    def tenths(self) -> int:
        """All corrections together, in tenths of a point."""
        return sum(one.tenths for one in self.adjustments)

    @property
    def total(self) -> str | None:
        """The total as it stands now; None for a unit that is not scored."""
        return final_total(self.sheet.content, self.tenths)


async def evaluation_of(session: AsyncSession, year: int) -> Evaluation | None:
    """The evaluation of a year; None while it has not been sent out."""
    return (await session.exec(select(Evaluation).where(Evaluation.year == year))).one_or_none()


async def sheet_lines(session: AsyncSession, evaluation_id: int) -> list[SheetLine]:
    """Every sheet, in the order in which they were made."""
    rows = await session.exec(
        select(Sheet, Unit)
        .join(Unit, col(Unit.id) == col(Sheet.unit_id))
        .where(Sheet.evaluation_id == evaluation_id)
        .order_by(col(Sheet.id))
    )
    made: dict[int, list[Adjustment]] = defaultdict(list)
    adjustments = select(Adjustment).join(Sheet, col(Sheet.id) == col(Adjustment.sheet_id))
    for one in await session.exec(adjustments.where(Sheet.evaluation_id == evaluation_id).order_by(col(Adjustment.id))):
        made[one.sheet_id].append(one)
    return [SheetLine(sheet, unit, tuple(made[sheet.id or 0])) for sheet, unit in rows]


async def sheet_line(session: AsyncSession, sheet_id: int) -> SheetLine | None:
    """One sheet; None when there is none."""
    sheet = await session.get(Sheet, sheet_id)
    if sheet is None:
        return None
    return next(one for one in await sheet_lines(session, sheet.evaluation_id) if one.sheet.id == sheet_id)


def seal_sheets(lines: Sequence[SheetLine]) -> str:
    """SHA-256 over everything that the sheets say, with objections, answers and corrections."""
    return digest_of([_final(one) for one in lines])


def _final(line: SheetLine) -> dict[str, Any]:
    sheet = line.sheet
    return {
        "unit": line.unit.name,
        "state": sheet.state.value,
        "content": sheet.content,
        "objection": sheet.objection,
        "decision": sheet.decision,
        "self_reviewed": sheet.self_reviewed,
        "adjustments": [
            {"tenths": one.tenths, "reason": one.reason, "at": one.at.astimezone(UTC).isoformat()}
            for one in line.adjustments
        ],
        "total": line.total,
    }
