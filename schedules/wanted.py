"""Asked again just before a message leaves: is it still true, is its reader there, is this the hour?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.channel import Later, Wanted
from outbox.message import Message, Priority
from register.quiet import next_window
from register.rules import Rules
from register.states import CaseState, ContributionState, DutyState, RequestState
from register.tables import Case, Contribution, Duty, Milestone, Request, Seat, Task, TaskUnit
from schedules.circulars import still_asked
from schedules.notices import still_unsigned
from schedules.passing_on import passed_on
from schedules.targets import without_given

_ASKING = {"digest", "warning", "order", "explanation-asked", "proposal", "missing-list"}
_ASKING_FIGURES = {"digest", "targets-asked"}
Dates = dict[int | None, str]
"""Row id -> the due date in force, as messages write it."""
_UNANSWERED = (RequestState.ASKED, RequestState.RETURNED)


def wanted(rules: Rules) -> Wanted:
    """The last check under these rules: what nobody has asked for does not leave in quiet hours, however late it is."""

    async def check(session: AsyncSession, message: Message, now: datetime) -> dict[str, Any] | Later | None:
        window = next_window(rules, now)
        if window > now and message.priority != Priority.ANSWER:
            return Later(window, "免打扰时段，顺延发送")
        facts = await _still_true(session, message)
        if facts is not None and await passed_on(session, rules, message, now):
            return None
        return facts

    return check


async def _still_true(session: AsyncSession, message: Message) -> dict[str, Any] | None:
    """The facts without the items that were met in the meantime; None when nothing is left to say."""
    facts = message.facts
    if message.template in _ASKING_FIGURES and facts.get("targets"):
        facts = await without_given(session, facts)
    if message.template == "targets-asked":
        return facts if facts["targets"] else None
    if message.template == "circular-reminder":
        return facts if await still_asked(session, facts["recipient"]) else None
    if (message.kind not in _ASKING and message.template != "urge") or not facts.get("items"):
        return facts
    duties = {item["duty"] for item in facts["items"] if "duty" in item}
    requests = {item["request"] for item in facts["items"] if "request" in item}
    open_duties = await _open(session, duties) if duties else {}
    supported = {item["milestone_id"] for item in facts["items"] if "milestone_id" in item and "duty" not in item}
    milestones = await _supported(session, message, supported) if supported else {}
    unanswered = await _unanswered(session, requests) if requests else set()
    contributions = {item["contribution"] for item in facts["items"] if "contribution" in item}
    ungiven = await _ungiven(session, contributions) if contributions else set()
    rectified = {item["rectify"] for item in facts["items"] if "rectify" in item}
    mending = await _mending(session, rectified) if rectified else set()
    copies = {item["copy"] for item in facts["items"] if "copy" in item}
    unsigned = await still_unsigned(session, copies) if copies else set()
    items = [
        item
        for item in facts["items"]
        if _as_it_was(item, open_duties, milestones)
        and item.get("request") in unanswered | {None}
        and item.get("rectify") in mending | {None}
        and item.get("contribution") in ungiven | {None}
        and item.get("copy") in unsigned | {None}
    ]
    return {**facts, "items": items} if items else None


def _as_it_was(item: dict[str, Any], open_duties: Dates, milestones: Dates) -> bool:
    """Open, and due on the day that is named: a date that has moved has reminders of its own."""
    if "duty" in item:
        in_force = open_duties.get(item["duty"])
        return in_force is not None and item.get("due", in_force) == in_force
    return "milestone_id" not in item or item["due"] == milestones.get(item["milestone_id"])


async def _open(session: AsyncSession, duties: set[int]) -> Dates:
    rows = await session.exec(
        select(col(Duty.id), col(Duty.due)).where(col(Duty.id).in_(duties), Duty.state == DutyState.OPEN)
    )
    return {duty_id: due.isoformat() for duty_id, due in rows}


async def _supported(session: AsyncSession, message: Message, milestones: set[int]) -> Dates:
    """Those that are in force, of tasks in which the unit that is told takes part."""
    told = select(Seat.unit_id).where(Seat.id == int(message.owner.partition(":")[2]))
    takes_part = exists().where(col(TaskUnit.task_id) == col(Milestone.task_id), col(TaskUnit.unit_id).in_(told))
    rows = await session.exec(
        select(col(Milestone.id), col(Milestone.due)).where(
            col(Milestone.id).in_(milestones), col(Milestone.dropped_on).is_(None), takes_part
        )
    )
    return {milestone_id: due.isoformat() for milestone_id, due in rows}


async def _ungiven(session: AsyncSession, contributions: set[int]) -> set[int | None]:
    asked = (
        select(Contribution.id)
        .join(Task, col(Task.id) == col(Contribution.task_id))
        .where(Contribution.state == ContributionState.ASKED, col(Task.dropped_on).is_(None))
    )
    return set(await session.exec(asked.where(col(Contribution.id).in_(contributions))))


async def _unanswered(session: AsyncSession, requests: set[int]) -> set[int | None]:
    waiting = select(Request.id).where(col(Request.id).in_(requests), col(Request.state).in_(_UNANSWERED))
    return set(await session.exec(waiting))


async def _mending(session: AsyncSession, cases: set[int]) -> set[int | None]:
    still = select(Case.id).where(col(Case.id).in_(cases), Case.state == CaseState.RECTIFYING)
    return set(await session.exec(still))
