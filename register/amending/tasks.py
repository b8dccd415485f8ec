"""Tasks of a changed plan: added, dropped, taken in again, changed."""

from __future__ import annotations

from pydantic_core import to_jsonable_python
from sqlmodel import col, select

from plans.blueprint import TaskPrint
from plans.compare import TaskChange
from register.amending.duties import end
from register.amending.milestones import bring_milestones
from register.amending.releasing import release
from register.amending.work import Item, Work
from register.states import UNMET
from register.tables import Duty, Milestone, Task
from register.writing import add_task, task_columns, write_parts

_WORDS = ("section", "title", "description", "undated")


async def bring_task(work: Work, change: TaskChange) -> None:
    """Carry out one change; the duties it may touch are held until the end."""
    before, after = change.before, change.after
    entry = after or before
    if entry is None:
        return
    known = select(Task).where(Task.number == entry.number)
    task = (await work.session.exec(known)).one_or_none() or await add_task(work.session, entry)
    await _hold_duties(work, task)
    work.record("task_amended", f"task:{task.id}", number=entry.number, before=_plain(before), after=_plain(after))
    if after is None:
        await _drop(work, task, entry)
        return
    _tell(work, change, after)
    task.dropped_on = None
    task.sqlmodel_update(task_columns(after))
    work.session.add(task)
    await write_parts(work.session, task, after, work.units)
    await bring_milestones(work, task, change, after)


async def _hold_duties(work: Work, task: Task) -> None:
    """Whoever claims, closes or extends one of them meanwhile waits, and then meets the plan as it has become."""
    duties = select(Duty).join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
    of_task = duties.where(Milestone.task_id == task.id).order_by(col(Duty.id))
    await work.session.exec(of_task.with_for_update(of=Duty).execution_options(populate_existing=True))


async def _drop(work: Work, task: Task, entry: TaskPrint) -> None:
    task.dropped_on = work.today
    work.session.add(task)
    milestones = list(await work.session.exec(select(Milestone).where(Milestone.task_id == task.id)))
    for milestone in milestones:
        milestone.support_on = None
        work.session.add(milestone)
    ids = [milestone.id for milestone in milestones]
    unmet = select(Duty).where(col(Duty.milestone_id).in_(ids), col(Duty.state).in_(UNMET))
    for duty in list(await work.session.exec(unmet.order_by(col(Duty.id)))):
        await end(work, duty)
    await release(work, task)
    # A unit may have left the plan with the task: it is told by its row.
    work.say(_item(entry, "task-dropped"), [*entry.leads, *entry.supports])


def _tell(work: Work, change: TaskChange, after: TaskPrint) -> None:
    before = change.before if not change.restored else None
    dues = [milestone.due.isoformat() for milestone in after.milestones]
    if before is None:
        item = _item(after, "task-restored" if change.restored else "task-added") | {"dues": dues}
        _tell_parts(work, item, {}, {}, after)
        return
    if before.leads.keys() != after.leads.keys() or before.supports.keys() != after.supports.keys():
        _tell_parts(work, _item(after, "units-changed") | {"dues": dues}, before.leads, before.supports, after)
    changed = [name for name in _WORDS if getattr(before, name) != getattr(after, name)]
    reworded = [
        one.after.ordinal
        for one in change.milestones
        if one.before and one.after and one.before.due == one.after.due and one.before != one.after
    ]
    if changed or reworded:
        item = _item(after, "task-reworded") | {"fields": changed + (["milestones"] if reworded else [])}
        work.say(item, [*after.leads, *after.supports])


def _tell_parts(work: Work, item: Item, leads: dict[str, str], supports: dict[str, str], after: TaskPrint) -> None:
    """Each unit whose part is another one now; the office reads all of them in one line."""
    new, over = _parts(after.leads, after.supports), _parts(leads, supports)
    work.whole.append(item | {"leads": list(after.leads), "supports": list(after.supports)})
    for unit in dict.fromkeys([*new, *over]):
        if new.get(unit) != over.get(unit):
            told = item | {"part": new.get(unit), "part_before": over.get(unit)}
            work.told[work.units[unit]].append(told)


def _parts(leads: dict[str, str], supports: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(supports, "responsible") | dict.fromkeys(leads, "lead")


def _item(task: TaskPrint, why: str) -> Item:
    return {"task": task.number, "milestone": None, "why": why, "title": task.title}


def _plain(task: TaskPrint | None) -> object:
    return to_jsonable_python(task) if task is not None else None
