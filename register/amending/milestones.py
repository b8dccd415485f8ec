"""The milestones of a task in a changed plan, with the duties of those who lead it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, func, select

from plans.blueprint import MilestonePrint, TaskPrint
from plans.compare import TaskChange
from plans.pairing import Change
from register.amending.duties import end, lay, shift
from register.amending.work import Work
from register.moving import next_look, settle_due
from register.states import UNMET, DutyState
from register.tables import Decree, Duty, Milestone, Task
from register.writing import add_milestone


async def bring_milestones(work: Work, task: Task, change: TaskChange, after: TaskPrint) -> None:
    """Each milestone of the task is kept, moved, reworded, dropped or added, and its duties with it."""
    rows = await work.session.exec(select(Milestone).where(Milestone.task_id == task.id))
    by_ordinal = {row.ordinal: row for row in rows}
    leads = [work.units[unit] for unit in after.leads]
    for one in change.milestones:
        if one.before is None:
            await _add(work, task, after, one, fresh=change.before is None or change.restored)
        elif one.after is None:
            await _drop(work, after, by_ordinal[one.before.ordinal])
        else:
            await _keep(work, after, by_ordinal[one.before.ordinal], one, leads)


async def _add(work: Work, task: Task, after: TaskPrint, change: Change[MilestonePrint], *, fresh: bool) -> None:
    """``fresh``: the task itself is new to its units, who are told of it with all its dates."""
    if change.after is None:
        return
    last = (await work.session.exec(select(func.max(col(Milestone.ordinal))).where(Milestone.task_id == task.id))).one()
    ordinal = (last or 0) + 1
    row = await add_milestone(work.session, task, change.after, ordinal)
    row.support_on = next_look(work.rules, work.now)
    for unit in after.leads:
        await lay(work, row, work.units[unit], change.after.due)
    await work.session.flush()
    if not fresh:
        item = {"task": after.number, "milestone": ordinal, "why": "milestone-added", "title": after.title}
        due = change.after.due.isoformat()
        work.say(item, [*after.leads, *after.supports], due=due, wording=change.after.wording)


async def _drop(work: Work, after: TaskPrint, row: Milestone) -> None:
    row.dropped_on, row.support_on = work.today, None
    work.session.add(row)
    for duty in await duties_of(work, row):
        if duty.state in UNMET:
            await end(work, duty)
    item = {"task": after.number, "milestone": row.ordinal, "why": "milestone-dropped", "title": after.title}
    work.say(item, [*after.leads, *after.supports], due=row.due.isoformat(), wording=row.wording)


async def _keep(
    work: Work, after: TaskPrint, row: Milestone, change: Change[MilestonePrint], leads: Sequence[int]
) -> None:
    before, new = change.before, change.after
    if before is None or new is None:
        return
    row.wording, row.result, row.ongoing = new.wording, new.result, new.ongoing
    work.session.add(row)
    duties = {duty.unit_id: duty for duty in await duties_of(work, row)}
    for unit_id, duty in duties.items():
        if unit_id not in leads and duty.state in UNMET:
            await end(work, duty)
        elif duty.state in UNMET and before.due != new.due:
            await shift(work, duty, new.due)
    in_force = [duty.state for duty in duties.values() if duty.state is not DutyState.DROPPED]
    if not in_force or any(state is not DutyState.CLOSED for state in in_force):
        for unit_id in leads:
            await lay(work, row, unit_id, new.due)
    await work.session.flush()
    await settle_due(work.session, work.rules, row.id or 0, work.now)
    if before.due != new.due:
        _decree(work, after, row, before, new)


def _decree(work: Work, after: TaskPrint, row: Milestone, before: MilestonePrint, new: MilestonePrint) -> None:
    work.session.add(
        Decree(amendment_id=work.amendment.id or 0, milestone_id=row.id or 0, due_before=before.due, due_after=new.due)
    )
    dates = {"due_before": before.due.isoformat(), "due": new.due.isoformat()}
    work.record("deadline_moved", f"milestone:{row.id}", task=after.number, milestone=row.ordinal, **dates)
    item = {"task": after.number, "milestone": row.ordinal, "why": "deadline-moved", "title": after.title}
    work.say(item, [*after.leads, *after.supports], wording=new.wording, **dates)


async def duties_of(work: Work, milestone: Milestone) -> list[Duty]:
    rows = await work.session.exec(select(Duty).where(Duty.milestone_id == milestone.id).order_by(col(Duty.id)))
    return list(rows)
