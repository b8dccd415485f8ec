"""What follows the close of a round: the missing list, the filing, the drafts of 通报 and 汇报."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import col, select

from plans.roles import Role
from register.buttons import Offer
from register.counting import DONE, Answer, Bucket, Lagging, answer_of, count_tasks, duty_bucket, lagging, rate
from register.snapshot import RequestFacts, Snapshot, take_snapshot
from register.states import RequestState, RoundState
from register.tables import Request, Round, Task
from register.tables.notices import NoticeKind
from schedules.letters import Letter
from schedules.morning import Item, Morning, request_item
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
    """The figures of the quarter as they stand this morning, counted as the papers count them."""
    await morning.session.flush()  # a snapshot reads past the session
    register = await take_snapshot(morning.session, morning.rules, morning.now)
    held = next(one for one in register.rounds if one.quarter == closed.quarter)
    answers = {one: answer_of(one, held.closes_on, register.today) for one in held.requests}
    counted, buckets = Counter(answers.values()), count_tasks(register.tasks)
    done = sum(buckets[bucket] for bucket in DONE)
    return {
        "plan": morning.plan.title,
        "quarter": closed.quarter,
        "day": morning.day.isoformat(),
        "closes_on": closed.closes_on.isoformat(),
        "filed": closed.state is RoundState.FILED,
        "consolidator": morning.unit_name(morning.plan.consolidator_id),
        "total": len(register.tasks),
        "buckets": {bucket.name.lower(): count for bucket, count in buckets.items()},
        "done": done,
        "rate": rate(done, len(register.tasks)),
        "asked": len(held.requests),
        "on_time": counted[Answer.ON_TIME],
        "late": counted[Answer.LATE],
        "missing": await _missing(morning, closed),
        "late_ones": [_asked(one) for one in held.requests if answers[one] is Answer.LATE],
        "returned": [_asked(one) for one in held.requests if answers[one] is Answer.RETURNED],
        "overdue": _overdue(register, morning.day),
        "slow": [_slow(one) for one in lagging(register, held)],
        "items": [],
    }


def _asked(asked: RequestFacts) -> Item:
    return {"task": asked.task, "about": asked.unit}


def _overdue(register: Snapshot, day: date) -> list[Item]:
    found = [
        (duty.due, task, duty)
        for task in register.tasks
        for milestone in task.milestones
        for duty in milestone.duties
        if duty_bucket(duty) is Bucket.OVERDUE
    ]
    return [
        {
            "task": task.number,
            "title": task.title,
            "about": duty.unit,
            "due": due.isoformat(),
            "days": (due - day).days,
        }
        for due, task, duty in sorted(found, key=lambda one: (one[0], one[1].number))
    ]


def _slow(found: Lagging) -> Item:
    return {
        "task": found.task.number,
        "title": found.task.title,
        "about": found.unit,
        "percent": found.percent,
        "elapsed": round(found.elapsed),
    }
