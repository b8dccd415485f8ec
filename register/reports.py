"""Rounds, what they ask, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import RequestState, Verdict
from register.tables import Report, Request, Round, Task, Unit

OWED = (RequestState.ASKED, RequestState.RETURNED)
"""The states in which the unit has still to answer."""
COUNTS = (col(Request.state) != RequestState.DROPPED) | col(Request.answered_at).is_not(None)
"""A request whose task a changed plan dropped counts where it had been answered before, and is never missing."""


class RequestLine(NamedTuple):
    request: Request
    round: Round
    task: Task
    unit: Unit


class Count(NamedTuple):
    """How many of a unit's requests of a round are answered (a returned one is not), of how many."""

    answered: int
    asked: int


def window_open(line: RequestLine, today: date) -> bool:
    """Before the close, or within the days granted by a return of what had come in time."""
    granted = line.request.granted_until
    return today <= line.round.closes_on or (not line.request.late and granted is not None and today <= granted)


async def latest_round(session: AsyncSession) -> Round | None:
    """The round that opened last; None before the first."""
    return (await session.exec(select(Round).order_by(col(Round.quarter).desc()).limit(1))).one_or_none()


async def round_of(session: AsyncSession, quarter: str) -> Round | None:
    """The round of a quarter; None when it has not opened."""
    return (await session.exec(select(Round).where(Round.quarter == quarter))).one_or_none()


async def request_lines(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[RequestLine]:
    """The requests that meet every condition, by task, then by the plan's order of units."""
    rows = await session.exec(
        select(Request, Round, Task, Unit)
        .join(Round, col(Round.id) == col(Request.round_id))
        .join(Task, col(Task.id) == col(Request.task_id))
        .join(Unit, col(Unit.id) == col(Request.unit_id))
        .where(*which)
        .order_by(col(Round.quarter), col(Task.number), col(Unit.position))
    )
    return [RequestLine(*row) for row in rows]


async def request_line(session: AsyncSession, request_id: int) -> RequestLine | None:
    return next(iter(await request_lines(session, col(Request.id) == request_id)), None)


async def count_of(session: AsyncSession, round_id: int, unit_id: int | None = None) -> Count:
    """The count of one unit, or of all of them."""
    of_unit = [] if unit_id is None else [col(Request.unit_id) == unit_id]
    states = list(await session.exec(select(Request.state).where(Request.round_id == round_id, COUNTS, *of_unit)))
    return Count(sum(state not in OWED for state in states), len(states))


async def last_version(session: AsyncSession, request_id: int) -> Report | None:
    """The newest version of the answer to a request."""
    newest = select(Report).where(Report.request_id == request_id).order_by(col(Report.version).desc()).limit(1)
    return (await session.exec(newest)).one_or_none()


async def waiting_versions(session: AsyncSession, request_id: int) -> Sequence[Report]:
    """The versions that nobody has judged yet."""
    waiting = select(Report).where(Report.request_id == request_id, Report.verdict == Verdict.WAITING)
    return (await session.exec(waiting)).all()


async def latest_request(session: AsyncSession, task_id: int, unit_id: int) -> RequestLine | None:
    """What the unit is asked on the task in the latest round."""
    latest = select(func.max(Round.quarter)).scalar_subquery()
    lines = await request_lines(
        session,
        col(Request.task_id) == task_id,
        col(Request.unit_id) == unit_id,
        col(Round.quarter) == latest,
    )
    return next(iter(lines), None)


async def returned_lines(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[RequestLine]:
    """What was returned and not filed again, of every round: a new round does not settle the last one's."""
    return await request_lines(session, col(Request.state) == RequestState.RETURNED, *which)


async def owed_request(session: AsyncSession, task_id: int, unit_id: int) -> RequestLine | None:
    """What the unit still owes on the task in the latest round."""
    line = await latest_request(session, task_id, unit_id)
    return line if line is not None and line.request.state in OWED else None
