"""A unit's tasks, each with its light and the next date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.duties import DutyLine, duty_lines
from register.extensions import duties_in_doubt
from register.light import Light, light_of, worst
from register.reports import RequestLine, latest_round, request_lines, returned_lines
from register.rules import Rules
from register.states import DutyState, RequestState
from register.tables import Duty, Milestone, Request, Task, TaskUnit
from register.tables.plan import Part


@dataclass(frozen=True, slots=True)
class ReturnedReport:
    """A report of the unit's that was returned and not filed again; ``again_by`` may be past."""

    quarter: str
    again_by: date | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as its unit sees it. The next duty is the earliest that is not closed; a responsible unit has none of its
    own and sees the lead units' earliest. ``days_left`` is negative when overdue."""

    task_id: int
    number: int
    title: str
    part: Part
    light: Light
    duty_id: int | None
    duty_state: DutyState | None
    milestone: int | None
    due: date | None
    days_left: int | None
    in_doubt: bool
    """A later date was asked in time and waits for the office."""
    request_id: int | None
    request_state: RequestState | None
    returned: tuple[ReturnedReport, ...] = ()
    """Of every round."""


async def tasks_of_unit(session: AsyncSession, rules: Rules, unit_id: int, today: date) -> list[TaskLine]:
    """The tasks that the unit leads, then those it contributes to, each by number."""
    rows = await session.exec(
        select(Task, TaskUnit)
        .join(TaskUnit, col(TaskUnit.task_id) == col(Task.id))
        .where(TaskUnit.unit_id == unit_id, col(Task.dropped_on).is_(None))
        .order_by(col(Task.number))
    )
    taken = [(task, place.part) for task, place in rows]
    parts = sorted(taken, key=lambda pair: pair[1] is not Part.LEAD)
    ids = [task.id for task, _ in parts]
    duties = await duty_lines(session, col(Milestone.task_id).in_(ids), col(Duty.state) != DutyState.DROPPED)
    requests = await _requests(session, unit_id)
    returned = await returned_lines(session, col(Request.unit_id) == unit_id)
    look = _Look(rules, today, requests, returned, await duties_in_doubt(session))
    return [_line(look, task, part, _seen(duties, task, part, unit_id)) for task, part in parts]


@dataclass(frozen=True, slots=True)
class _Look:
    """What every line is seen by."""

    rules: Rules
    today: date
    requests: dict[int, Request]
    returned: Sequence[RequestLine]
    in_doubt: frozenset[int]

    def light(self, line: DutyLine) -> Light:
        within, in_doubt = self.rules.policy.lights.yellow_within, line.duty.id in self.in_doubt
        return light_of(line.duty.state, line.duty.due, self.today, within, in_doubt=in_doubt)

    def returned_of(self, task: Task) -> tuple[ReturnedReport, ...]:
        own = [line for line in self.returned if line.task.id == task.id]
        return tuple(ReturnedReport(line.round.quarter, line.request.granted_until) for line in own)


def _seen(duties: Sequence[DutyLine], task: Task, part: Part, unit_id: int) -> list[DutyLine]:
    of_task = [line for line in duties if line.task.id == task.id]
    return [line for line in of_task if line.duty.unit_id == unit_id] if part is Part.LEAD else of_task


async def _requests(session: AsyncSession, unit_id: int) -> dict[int, Request]:
    latest = await latest_round(session)
    if latest is None:
        return {}
    lines = await request_lines(session, col(Request.round_id) == latest.id, col(Request.unit_id) == unit_id)
    return {line.request.task_id: line.request for line in lines}


def _line(look: _Look, task: Task, part: Part, duties: list[DutyLine]) -> TaskLine:
    ahead = next((line for line in duties if line.duty.state is not DutyState.CLOSED), None)
    own = ahead if part is Part.LEAD else None
    request = look.requests.get(task.id or 0)
    return TaskLine(
        task_id=task.id or 0,
        number=task.number,
        title=task.title,
        part=part,
        light=worst(map(look.light, duties)),
        duty_id=own.duty.id if own is not None else None,
        duty_state=own.duty.state if own is not None else None,
        milestone=ahead.milestone.ordinal if ahead is not None else None,
        due=ahead.duty.due if ahead is not None else None,
        days_left=(ahead.duty.due - look.today).days if ahead is not None else None,
        in_doubt=ahead is not None and ahead.duty.id in look.in_doubt,
        request_id=request.id if request is not None else None,
        request_state=request.state if request is not None else None,
        returned=look.returned_of(task),
    )
