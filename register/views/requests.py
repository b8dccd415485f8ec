"""A unit's card of the round: one line per request and the count, instead of twelve conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.reports import OWED, Count, RequestLine, count_of, latest_round, request_lines
from register.states import RequestState
from register.tables import Request, Round


@dataclass(frozen=True, slots=True)
class RequestEntry:
    request_id: int
    task_id: int
    task: int
    title: str
    state: RequestState
    again_by: date | None

    @property
    def owed(self) -> bool:
        return self.state in OWED


@dataclass(frozen=True, slots=True)
class RequestsCard:
    """``days_left`` until the close is negative after it."""

    round_id: int
    quarter: str
    closes_on: date
    days_left: int
    count: Count
    entries: tuple[RequestEntry, ...]

    @property
    def owed(self) -> tuple[RequestEntry, ...]:
        return tuple(entry for entry in self.entries if entry.owed)


async def requests_card(
    session: AsyncSession, unit_id: int, today: date, round_: Round | None = None
) -> RequestsCard | None:
    """What the unit is asked in ``round_`` (the latest by default); None when it is asked nothing."""
    asked_in = round_ or await latest_round(session)
    if asked_in is None:
        return None
    lines = await request_lines(session, col(Request.round_id) == asked_in.id, col(Request.unit_id) == unit_id)
    if not lines:
        return None
    return RequestsCard(
        round_id=asked_in.id or 0,
        quarter=asked_in.quarter,
        closes_on=asked_in.closes_on,
        days_left=(asked_in.closes_on - today).days,
        count=await count_of(session, asked_in.id or 0, unit_id),
        entries=tuple(_entry(line) for line in lines),
    )


def _entry(line: RequestLine) -> RequestEntry:
    return RequestEntry(
        request_id=line.request.id or 0,
        task_id=line.request.task_id,
        task=line.task.number,
        title=line.task.title,
        state=line.request.state,
        again_by=line.request.return_again_by,
    )
