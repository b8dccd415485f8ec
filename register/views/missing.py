"""Who has not answered in a round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.reports import OWED, Count, RequestLine, count_of, latest_round, request_lines, returned_lines
from register.states import RequestState
from register.tables import Request, Round


@dataclass(frozen=True, slots=True)
class MissingUnit:
    unit: str
    tasks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReturnedBefore:
    quarter: str
    units: tuple[MissingUnit, ...]


@dataclass(frozen=True, slots=True)
class MissingList:
    """``days_late`` counts from the close; 0 while the window is open.

    Returned reports are not missing; they are counted as unanswered all the same, and so stand beside them.
    """

    round_id: int
    quarter: str
    closes_on: date
    days_late: int
    count: Count
    units: tuple[MissingUnit, ...]
    returned: tuple[MissingUnit, ...]
    before: tuple[ReturnedBefore, ...] = ()
    """Beside the latest round: what still stands returned of those before it."""


async def missing_list(session: AsyncSession, round_: Round, today: date) -> MissingList:
    """The units with requests nobody has answered, in the plan's order."""
    round_id = round_.id or 0
    lines = await request_lines(session, col(Request.round_id) == round_id, col(Request.state).in_(OWED))
    return MissingList(
        round_id=round_id,
        quarter=round_.quarter,
        closes_on=round_.closes_on,
        days_late=max(0, (today - round_.closes_on).days),
        count=await count_of(session, round_id),
        units=_by_unit(line for line in lines if line.request.state is RequestState.ASKED),
        returned=_by_unit(line for line in lines if line.request.state is RequestState.RETURNED),
        before=await _before(session, round_),
    )


async def _before(session: AsyncSession, round_: Round) -> tuple[ReturnedBefore, ...]:
    latest = await latest_round(session)
    if latest is None or latest.id != round_.id:
        return ()
    lines = await returned_lines(session, col(Round.quarter) < round_.quarter)
    return tuple(
        ReturnedBefore(quarter, _by_unit(group)) for quarter, group in groupby(lines, lambda line: line.round.quarter)
    )


def _by_unit(lines: Iterable[RequestLine]) -> tuple[MissingUnit, ...]:
    tasks: dict[str, list[int]] = {}
    for line in sorted(lines, key=lambda line: line.unit.position):
        tasks.setdefault(line.unit.name, []).append(line.task.number)
    return tuple(MissingUnit(unit, tuple(numbers)) for unit, numbers in tasks.items())
