"""The yearly evaluations (年度考评) in a snapshot, once they were sent out: before that nothing about them is fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.evaluation.frozen import SheetLine, sheet_lines
from register.states import EvaluationState, SheetState
from register.tables import Evaluation


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """One unit's sheet of a year. Points are of 100; None is not scored."""

    year: int
    unit: str
    state: EvaluationState
    sheet: SheetState
    parts: Mapping[str, Decimal | None]
    """By ``register.evaluation.score.Part``; None where the year held nothing to judge."""
    sent: Decimal | None
    """The total as it was sent to the unit."""
    correction: Decimal
    """What the office gave or took on an objection."""
    total: Decimal | None
    completion_rate: Decimal | None
    timeliness_rate: Decimal | None
    returns: int
    orders: int
    cases: int
    extensions: int


async def read_evaluations(session: AsyncSession) -> tuple[EvaluationFacts, ...]:
    """Every sheet of every year, in the order in which they were made."""
    sent = await session.exec(select(Evaluation).order_by(col(Evaluation.year)))
    return tuple([_facts(year, line) for year in sent.all() for line in await sheet_lines(session, year.id or 0)])


def _facts(evaluation: Evaluation, line: SheetLine) -> EvaluationFacts:
    content: dict[str, Any] = line.sheet.content
    return EvaluationFacts(
        year=evaluation.year,
        unit=line.unit.name,
        state=evaluation.state,
        sheet=line.sheet.state,
        parts={part["part"]: _number(part["points"]) for part in content["parts"]},
        sent=_number(content["total"]),
        correction=Decimal(line.tenths) / 10,
        total=_number(line.total),
        completion_rate=_number(content["completion_rate"]),
        timeliness_rate=_number(content["timeliness_rate"]),
        returns=content["returns"],
        orders=content["orders"],
        cases=content["cases"],
        extensions=content["extensions"],
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
