"""A unit's card of the round: one line per request and the count, instead of twelve conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.duties import DutyLine, duty_lines
from register.light import Light, light_of, worst
from register.reports import OWED, Count, RequestLine, count_of, latest_round, request_lines, window_open
from register.rules import Rules
from register.states import DutyState, RequestState
from register.tables import Duty, Milestone, Report, Request, Round
from register.targets import TargetLine, targets_of
from register.views.answers import LastAnswers, earlier_answers

_ALL_DONE = 100


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """``days_left`` until the next open due date is negative when it is past, None when there is none.

    ``percent`` is that of this round's answer, if any. ``unchanged``: "no change" may be said of it together with
    others; what is past due, was returned, or was all done and never claimed needs words of its own.
    """

    request_id: int
    task_id: int
    task: int
    title: str
    state: RequestState
    again_by: date | None
    light: Light
    days_left: int | None
    percent: int | None
    correctable: bool
    unchanged: bool

    @property
    def owed(self) -> bool:
        return self.state in OWED


@dataclass(frozen=True, slots=True)
class RequestsCard:
    """``days_left`` until the close is negative after it."""

    round_id: int
    unit_id: int
    quarter: str
    closes_on: date
    days_left: int
    count: Count
    entries: tuple[RequestEntry, ...]
    targets: tuple[TargetLine, ...] = ()

    @property
    def owed(self) -> tuple[RequestEntry, ...]:
        return tuple(entry for entry in self.entries if entry.owed)

    @property
    def targets_owed(self) -> bool:
        return any(target.owed for target in self.targets)

    @property
    def unchanged(self) -> tuple[RequestEntry, ...]:
        """Those that one press may report as unchanged."""
        return tuple(entry for entry in self.entries if entry.unchanged)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the lines of one card are made from."""

    rules: Rules
    today: date
    duties: Sequence[DutyLine]
    percents: Mapping[int, int]
    earlier: Mapping[int, LastAnswers]


async def requests_card(
    session: AsyncSession, rules: Rules, unit_id: int, today: date, round_: Round | None = None
) -> RequestsCard | None:
    """What the unit is asked in ``round_`` (the latest by default); None when it is asked nothing."""
    asked_in = round_ or await latest_round(session)
    if asked_in is None:
        return None
    lines = await request_lines(
        session,
        col(Request.round_id) == asked_in.id,
        col(Request.unit_id) == unit_id,
        col(Request.state) != RequestState.DROPPED,
    )
    targets = await targets_of(session, asked_in.id or 0, unit_id)
    if not lines and not targets:
        return None
    seen = await _look(session, rules, lines, unit_id, today, asked_in.quarter)
    return RequestsCard(
        round_id=asked_in.id or 0,
        unit_id=unit_id,
        quarter=asked_in.quarter,
        closes_on=asked_in.closes_on,
        days_left=(asked_in.closes_on - today).days,
        count=await count_of(session, asked_in.id or 0, unit_id),
        entries=tuple(_entry(line, seen) for line in lines),
        targets=tuple(targets),
    )


async def _look(
    session: AsyncSession, rules: Rules, lines: Sequence[RequestLine], unit_id: int, today: date, quarter: str
) -> _Seen:
    tasks = [line.request.task_id for line in lines]
    versions = await session.exec(
        select(Report.request_id, Report.percent)
        .where(col(Report.request_id).in_([line.request.id for line in lines]))
        .order_by(col(Report.version))
    )
    return _Seen(
        rules=rules,
        today=today,
        duties=await duty_lines(session, col(Milestone.task_id).in_(tasks), col(Duty.unit_id) == unit_id),
        percents=dict(versions.all()),
        earlier=await earlier_answers(session, unit_id, tasks, quarter),
    )


def _entry(line: RequestLine, seen: _Seen) -> RequestEntry:
    duties = [one.duty for one in seen.duties if one.task.id == line.request.task_id]
    dues = [duty.due for duty in duties if duty.state is DutyState.OPEN]
    within = seen.rules.policy.lights.yellow_within
    owed, percent = line.request.state in OWED, seen.percents.get(line.request.id or 0)
    return RequestEntry(
        request_id=line.request.id or 0,
        task_id=line.request.task_id,
        task=line.task.number,
        title=line.task.title,
        state=line.request.state,
        again_by=line.request.granted_until,
        light=worst(light_of(duty.state, duty.due, seen.today, within) for duty in duties),
        days_left=(min(dues) - seen.today).days if dues else None,
        percent=percent,
        correctable=percent is not None and not owed and window_open(line, seen.today),
        unchanged=line.request.state is RequestState.ASKED
        and _unremarkable(seen.earlier.get(line.request.task_id), dues, seen.today),
    )


def _unremarkable(before: LastAnswers | None, open_dues: Sequence[date], today: date) -> bool:
    if before is None or not open_dues:
        return before is not None
    return before.percent < _ALL_DONE and min(open_dues) >= today
