"""A quarter's collection: opened, asked, chased, closed. The days are those of ``schedules/round_days.py``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists
from sqlmodel import col, or_, select

from register.record import SCHEDULE, move, note
from register.states import DutyState, RequestState, RoundState
from register.tables import Duty, Milestone, Request, Round, Task, TaskUnit
from register.tables.plan import Part
from schedules.contributions import ask_contributions, tell_contributions
from schedules.morning import Morning, request_item
from schedules.round_days import RoundDays, closing_day, quarters, round_days
from schedules.targets import ask_targets, tell_targets


async def open_rounds(morning: Morning) -> None:
    """Open the round whose day has come and ask for its reports; after an outage, the latest that was missed."""
    known = set(await morning.session.exec(select(Round.quarter)))
    rules, calendar = morning.rules.policy.round, morning.rules.calendar
    ready = [
        quarter
        for quarter in quarters(morning.plan.starts, morning.plan.ends)
        if quarter not in known and round_days(quarter, rules, calendar).opens_on <= morning.day
    ]
    if not ready or (known and max(known) > ready[-1]):
        return
    quarter = ready[-1]
    opened = Round(quarter=quarter, opened_at=morning.now, closes_on=closing_day(quarter, morning.day, rules, calendar))
    morning.session.add(opened)
    await morning.session.flush()
    requests = await _ask(morning, opened)
    await ask_targets(morning, opened)
    await note(
        morning.session,
        SCHEDULE,
        "round_opened",
        f"round:{opened.id}",
        morning.now,
        quarter=quarter,
        asked=len(requests),
    )
    await _tell(morning, opened, requests, "round-open")
    await ask_contributions(morning, opened, requests)


async def _ask(morning: Morning, opened: Round) -> list[Request]:
    """One request per lead unit and task with an open or ongoing milestone; an undated task is asked every round."""
    dated = await morning.session.exec(
        select(Milestone.task_id, Duty.unit_id)
        .join(Duty, col(Duty.milestone_id) == col(Milestone.id))
        .where(Duty.state == DutyState.OPEN)
        .distinct()
    )
    goes_on = exists().where(
        col(Milestone.task_id) == col(Task.id), col(Milestone.ongoing), col(Milestone.dropped_on).is_(None)
    )
    lasting = await morning.session.exec(
        select(TaskUnit.task_id, TaskUnit.unit_id)
        .join(Task, col(Task.id) == col(TaskUnit.task_id))
        .where(TaskUnit.part == Part.LEAD, col(Task.dropped_on).is_(None), or_(col(Task.undated), goes_on))
    )
    requests = [
        Request(round_id=opened.id or 0, task_id=task_id, unit_id=unit_id)
        for task_id, unit_id in sorted({*dated, *lasting})
    ]
    morning.session.add_all(requests)
    await morning.session.flush()
    return requests


async def chase(morning: Morning) -> None:
    """Remind those who have not answered, and only them; a returned report is asked again on its last day."""
    for collecting in await morning.session.exec(select(Round).where(Round.state == RoundState.OPEN)):
        days = days_of(morning, collecting)
        if morning.day in days.chases_on and morning.rules.today(collecting.opened_at) < morning.day:
            asked = await morning.session.exec(
                select(Request).where(Request.round_id == collecting.id, Request.state == RequestState.ASKED)
            )
            await _tell(morning, collecting, list(asked), "round-chase")
            await tell_contributions(morning, collecting, "contribute-chase")
            await tell_targets(morning, collecting)
    returned = await morning.session.exec(
        select(Request, Round)
        .join(Round, col(Round.id) == col(Request.round_id))
        .where(col(Request.return_again_by) <= morning.day, Request.state == RequestState.RETURNED)
    )
    for request, collecting in returned:
        await _tell(morning, collecting, [request], "returned")
        request.return_again_by = None
        morning.session.add(request)


async def close_rounds(morning: Morning) -> list[Round]:
    """Close the rounds whose last day has passed; returns them."""
    over = list(
        await morning.session.exec(
            select(Round).where(Round.state == RoundState.OPEN, col(Round.closes_on) < morning.day)
        )
    )
    for collecting in over:
        move(morning.session, collecting, RoundState.CLOSED, SCHEDULE, morning.now)
        await note(morning.session, SCHEDULE, "round_closed", f"round:{collecting.id}", morning.now)
    return over


def days_of(morning: Morning, collecting: Round) -> RoundDays:
    return round_days(collecting.quarter, morning.rules.policy.round, morning.rules.calendar, collecting.closes_on)


async def _tell(morning: Morning, collecting: Round, requests: list[Request], why: str) -> None:
    wanted = {request.task_id for request in requests}
    tasks = {task.id: task for task in await morning.session.exec(select(Task).where(col(Task.id).in_(wanted)))}
    for request in sorted(requests, key=lambda one: tasks[one.task_id].number):
        item = request_item(
            tasks[request.task_id], request.id or 0, why, collecting.quarter, _due(request, collecting), morning.day
        )
        morning.tell(request.unit_id, item)


def _due(request: Request, collecting: Round) -> date:
    """Until when it is asked: what was returned has days of its own, whatever the round's."""
    return request.return_again_by or collecting.closes_on
