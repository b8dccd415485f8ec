"""What follows the close of a round: the missing list, the filing, the drafts of 通报 and 汇报."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import col, select

from plans.roles import Role
from register.buttons import Offer
from register.extensions import duties_in_doubt
from register.reports import COUNTS
from register.states import Cause, DutyState, RequestState, RoundState
from register.tables import Climb, Duty, Milestone, Request, Round, Task
from register.tables.notices import NoticeKind
from schedules.letters import Letter
from schedules.morning import Item, Morning, duty_item, request_item
from schedules.rounds import days_of

_LISTED, _DRAFTED = 1, 2


async def follow_ups(morning: Morning) -> list[Letter]:
    """The letters whose day after a close has come; each follow-up is done once."""
    rows = await morning.session.exec(
        select(Round).where(Round.state != RoundState.OPEN, col(Round.followed_up) < _DRAFTED).order_by(col(Round.id))
    )
    letters = await _unconfirmed(morning)
    for closed in list(rows):
        days = days_of(morning, closed)
        if closed.followed_up < _LISTED and days.lists_on <= morning.day:
            letters += [*await _missing_list(morning, closed), _filing(morning, closed, days.filing_by)]
            closed.followed_up = _LISTED
        if closed.followed_up == _LISTED and days.drafts_on <= morning.day:
            letters += await _drafts(morning, closed)
            closed.followed_up = _DRAFTED
        morning.session.add(closed)
    return letters


async def _unconfirmed(morning: Morning) -> list[Letter]:
    """The consolidating unit is reminded on the last day, then weekly, of the latest round it has not confirmed."""
    latest = (await morning.session.exec(select(Round).order_by(col(Round.quarter).desc()).limit(1))).one_or_none()
    if latest is None or latest.state is not RoundState.CLOSED:
        return []
    days = days_of(morning, latest)
    weekly = morning.day > days.filing_by and morning.rules.calendar.first_of_week(morning.day) == morning.day
    if latest.followed_up < _LISTED or not (morning.day == days.filing_by or weekly):
        return []
    return [_filing(morning, latest, days.filing_by, again=True)]


async def _missing_list(morning: Morning, closed: Round) -> list[Letter]:
    items = await _missing(morning, closed)
    if not items:
        return []
    facts = {"quarter": closed.quarter, "items": items, "day": morning.day.isoformat()}
    return [morning.to_office("missing-list", f"missing-list/{closed.quarter}", facts)]


async def _missing(morning: Morning, closed: Round) -> list[Item]:
    rows = await morning.session.exec(
        select(Request, Task)
        .join(Task, col(Task.id) == col(Request.task_id))
        .where(Request.round_id == closed.id, Request.state == RequestState.ASKED)
        .order_by(col(Task.number), col(Request.unit_id))
    )
    return [
        request_item(task, request.id or 0, "missing", closed.quarter, closed.closes_on, morning.day)
        | {"about": morning.unit_name(request.unit_id)}
        for request, task in rows
    ]


def _filing(morning: Morning, closed: Round, by: date, *, again: bool = False) -> Letter:
    """The consolidating unit is asked to confirm the quarter's whole (plan, part four (三))."""
    unit_id = morning.plan.consolidator_id
    facts = {
        "unit": morning.unit_name(unit_id),
        "quarter": closed.quarter,
        "by": by.isoformat(),
        "days": (by - morning.day).days,
        "items": [],
    }
    key = f"filing/{closed.quarter}/{morning.day}" if again else f"filing/{closed.quarter}"
    button = Offer("open-filing", "open-filing", closed.id, facts=(("quarter", closed.quarter),))
    return Letter(unit_id, Role.CONTACT, "other", key, facts, [[button]], template="filing")


async def _drafts(morning: Morning, closed: Round) -> list[Letter]:
    facts = await _quarter_facts(morning, closed)
    return [_draft(morning, closed, kind, facts) for kind in NoticeKind]


def _draft(morning: Morning, closed: Round, kind: NoticeKind, facts: dict[str, Any]) -> Letter:
    """What the figures say so far; its button compiles the paper that is signed off and sent."""
    take_on = Offer("notice-new", f"{kind}-take-on", closed.id, argument=kind.value)
    letter = morning.to_office(kind.value, f"{kind}/{closed.quarter}", facts)
    return replace(letter, buttons=[[take_on]])


async def _quarter_facts(morning: Morning, closed: Round) -> dict[str, Any]:
    """The figures of the quarter as they stand this morning; each is counted from rows of the register."""
    requests = list(await morning.session.exec(select(Request).where(Request.round_id == closed.id, COUNTS)))
    answered = [request for request in requests if request.answered_at is not None]
    duties = await morning.session.exec(
        select(Duty, Milestone, Task)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(Duty.state != DutyState.DROPPED)
        .order_by(col(Duty.due), col(Task.number))
    )
    rows = list(duties)
    in_doubt = await duties_in_doubt(morning.session)
    overdue = [
        duty_item(task, milestone, duty, "overdue", morning.day) | {"about": morning.unit_name(duty.unit_id)}
        for duty, milestone, task in rows
        if duty.state is DutyState.OPEN and duty.due < morning.day and duty.id not in in_doubt
    ]
    buckets = Counter(_bucket(duty, morning, in_doubt) for duty, _, _ in rows)
    missing = await _missing(morning, closed)
    return {
        "plan": morning.plan.title,
        "quarter": closed.quarter,
        "day": morning.day.isoformat(),
        "closes_on": closed.closes_on.isoformat(),
        "filed": closed.state is RoundState.FILED,
        "consolidator": morning.unit_name(morning.plan.consolidator_id),
        "total": len(rows),
        "buckets": dict(buckets),
        "asked": len(requests),
        "on_time": sum(not request.late for request in answered),
        "late": sum(request.late for request in answered),
        "missing": missing,
        "overdue": overdue,
        "slow": await _slow(morning, closed),
        "items": [],
    }


def _bucket(duty: Duty, morning: Morning, in_doubt: frozenset[int]) -> str:
    if duty.state is DutyState.CLOSED:
        return "late" if duty.late else "on_time"
    if duty.state is DutyState.CLAIMED:
        return "claimed"  # nobody is overdue while our review takes its time
    return "overdue" if duty.due < morning.day and duty.id not in in_doubt else "open"


async def _slow(morning: Morning, closed: Round) -> list[Item]:
    rows = await morning.session.exec(
        select(Climb, Task, Duty, Milestone)
        .join(Task, col(Task.id) == col(Climb.task_id))
        .join(Duty, col(Duty.id) == col(Climb.duty_id))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(Climb.cause == Cause.SLOW, Climb.round_id == closed.id)
        .order_by(col(Task.number))
    )
    return [
        duty_item(task, milestone, duty, "slow", morning.day) | {"about": morning.unit_name(climb.unit_id)}
        for climb, task, duty, milestone in rows
    ]
