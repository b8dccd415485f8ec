"""Which milestones have something to be said today: found by an indexed date, never by reading them all."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Bundle
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.extensions import duties_in_doubt
from register.rules import Rules
from register.states import UNMET, DutyState
from register.tables import Duty, Milestone, Task, TaskUnit
from register.tables.plan import Part
from schedules.marks import lead_marks, support_marks
from schedules.morning import Morning, duty_item, milestone_item


async def set_out(session: AsyncSession, rules: Rules, today: date) -> None:
    """Give every open duty and its milestone their next day of speech, today included, where they have none."""
    yesterday = today - timedelta(days=1)
    lead, support = lead_marks(rules.policy.reminders.lead_marks), support_marks(rules.policy.reminders.support_marks)
    rows = await session.exec(
        select(Duty, Milestone)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(col(Duty.state).in_(UNMET), col(Duty.speaks_on).is_(None))
    )
    for duty, milestone in rows:
        duty.speaks_on = lead.next_day(duty.due, yesterday, rules.calendar)
        milestone.support_on = support.next_day(milestone.due, yesterday, rules.calendar)
        session.add_all([duty, milestone])


async def lead_items(morning: Morning) -> list[Duty]:
    """Put today's lead items into the digests; returns the duties that are past due."""
    marks = lead_marks(morning.rules.policy.reminders.lead_marks)
    rows = (await morning.session.exec(_SPEAKING, params={"day": morning.day})).all()
    in_doubt = await duties_in_doubt(morning.session)
    past_due, moves = [], []
    for duty, milestone, task in rows:
        said = marks.latest(duty.due, duty.speaks_on, morning.day, morning.rules.calendar)
        # Asked in time and not decided: the unit is reminded of the date it knows, but not told that it is late.
        spared = duty.due < morning.day and duty.id in in_doubt
        if said is not None and duty.state is DutyState.OPEN and not spared:
            morning.tell(duty.unit_id, duty_item(task, milestone, duty, said.why, morning.day))
        over = duty.state not in UNMET
        following = None if over else marks.next_day(duty.due, morning.day, morning.rules.calendar)
        moves.append({"moved": duty.id, "following": following})
        if not over and duty.due < morning.day and not spared:
            past_due.append(duty.id)
    if moves:
        await (await morning.session.connection()).execute(_MOVE_ON, moves)
    return await _duties(morning.session, past_due)


# Only the columns that are spoken of: thousands of items would make as many objects of the mapper, each of them slow.
_SPEAKING: Any = (
    select(
        Bundle("duty", *map(col, (Duty.id, Duty.unit_id, Duty.state, Duty.due, Duty.speaks_on))),
        Bundle("milestone", *map(col, (Milestone.id, Milestone.ordinal, Milestone.wording, Milestone.result))),
        Bundle("task", *map(col, (Task.number, Task.title))),
    )
    .select_from(Duty)
    .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
    .join(Task, col(Task.id) == col(Milestone.task_id))
    .where(col(Duty.speaks_on) <= bindparam("day"))
    .order_by(col(Duty.unit_id), col(Duty.due), col(Task.number))
)
_DUTIES = SQLModel.metadata.tables["duty"]
_MOVE_ON = update(_DUTIES).where(_DUTIES.c.id == bindparam("moved")).values(speaks_on=bindparam("following"))


async def _duties(session: AsyncSession, ids: list[int]) -> list[Duty]:
    """In the order of ``ids``."""
    rows = await session.exec(select(Duty).where(col(Duty.id).in_(ids))) if ids else ()
    found = {duty.id: duty for duty in rows}
    return [found[duty_id] for duty_id in ids]


async def support_items(morning: Morning) -> None:
    """Put today's items for responsible units into their digests, while any lead's part is open."""
    marks = support_marks(morning.rules.policy.reminders.support_marks)
    rows = list(
        await morning.session.exec(
            select(Milestone, Task)
            .join(Task, col(Task.id) == col(Milestone.task_id))
            .where(col(Milestone.support_on) <= morning.day)
            .order_by(col(Milestone.due), col(Task.number))
        )
    )
    if not rows:
        return
    units = await _responsible_units(morning.session, [task.id or 0 for _, task in rows])
    still_open = await _open_milestones(morning, [milestone.id or 0 for milestone, _ in rows])
    for milestone, task in rows:
        since = milestone.support_on or morning.day
        said = marks.latest(milestone.due, since, morning.day, morning.rules.calendar)
        if said is not None and milestone.id in still_open:
            item = milestone_item(task, milestone, said.why, morning.day, milestone.due)
            for unit_id in units[task.id or 0]:
                morning.tell(unit_id, dict(item))
        milestone.support_on = marks.next_day(milestone.due, morning.day, morning.rules.calendar)
        morning.session.add(milestone)


async def _responsible_units(session: AsyncSession, task_ids: list[int]) -> dict[int, list[int]]:
    parts = await session.exec(
        select(TaskUnit)
        .where(col(TaskUnit.task_id).in_(task_ids), TaskUnit.part == Part.RESPONSIBLE)
        .order_by(col(TaskUnit.position))
    )
    units: dict[int, list[int]] = defaultdict(list)
    for part in parts:
        units[part.task_id].append(part.unit_id)
    return units


async def _open_milestones(morning: Morning, milestone_ids: list[int]) -> set[int]:
    """Those of which some duty is open; one past due whose later date is not decided yet is not spoken of."""
    in_doubt = await duties_in_doubt(morning.session)
    rows = await morning.session.exec(
        select(Duty).where(col(Duty.milestone_id).in_(milestone_ids), Duty.state == DutyState.OPEN)
    )
    return {duty.milestone_id for duty in rows if duty.due >= morning.day or duty.id not in in_doubt}
