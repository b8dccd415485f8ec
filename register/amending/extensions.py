"""Later dates that were granted when the end of the plan moves: none outlasts the plan, and none is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.blueprint import Blueprint, HeadPrint
from plans.compare import Comparison
from plans.pairing import Change
from register.amending.duties import shift
from register.amending.work import Work
from register.decrees import decreed_dates
from register.duties import DutyLine, duty_lines
from register.extensions import binding_date, granted_until
from register.states import UNMET, DutyState, ExtensionState
from register.tables import Duty, Extension, Milestone

_MAY_BIND = (ExtensionState.WAITING, ExtensionState.APPROVED)


@dataclass(frozen=True, slots=True)
class Redated:
    """A duty gets another date, ``due``, because the end of the plan has moved across the one that was granted."""

    task: int
    title: str
    ordinal: int
    unit: str
    granted: date
    due: date


async def redated(session: AsyncSession, standing: Blueprint, found: Comparison, after: Blueprint) -> list[Redated]:
    """What ``bring_extensions`` would do once all else of the change is done."""
    if found.head is None or standing.head.ends == after.head.ends:
        return []
    dates = _dates_after(standing, found)
    leads = {task.number: task.leads for task in after.tasks}
    moved = []
    for line, granted in await _granted_beyond(session, min(standing.head.ends, after.head.ends)):
        number, ordinal, unit = line.task.number, line.milestone.ordinal, line.unit.name
        if (number, ordinal) not in dates or found.renamed.get(unit, unit) not in leads[number]:
            continue
        due = binding_date(dates[number, ordinal], granted, after.head.ends)
        if line.duty.state is DutyState.CLAIMED:
            due = max(due, line.duty.due)
        if due != line.duty.due:
            moved.append(Redated(number, line.task.title, ordinal, unit, granted, due))
    return moved


async def bring_extensions(work: Work, change: Change[HeadPrint] | None) -> None:
    """Each duty's date follows the plan's end, as far as its granted one lies beyond. The grants stay as they are."""
    if change is None or change.before is None or change.before.ends == work.ends:
        return
    await _hold(work.session)
    decreed = await decreed_dates(work.session)
    for line, granted in await _granted_beyond(work.session, min(change.before.ends, work.ends)):
        duty, milestone, before = line.duty, line.milestone, line.duty.due
        await shift(work, duty, decreed.get(milestone.id or 0, milestone.baseline))
        if duty.due != before:
            _tell(work, line, granted, before)


def _tell(work: Work, line: DutyLine, granted: date, before: date) -> None:
    dates = {"granted": granted.isoformat(), "due_before": before.isoformat(), "due": line.duty.due.isoformat()}
    number, ordinal = line.task.number, line.milestone.ordinal
    work.record("extension_redated", f"duty:{line.duty.id}", task=number, milestone=ordinal, **dates)
    item = {"task": number, "milestone": ordinal, "why": "extension-redated", "title": line.task.title}
    work.say(item, [line.duty.unit_id], unit=line.unit.name, **dates)


async def _hold(session: AsyncSession) -> None:
    """Whoever grants a later date meanwhile waits, and then meets the plan's new end; what was granted is seen."""
    asked = select(Extension.duty_id).where(col(Extension.state).in_(_MAY_BIND))
    duties = select(Duty).where(col(Duty.id).in_(asked)).order_by(col(Duty.id))
    await session.exec(duties.with_for_update().execution_options(populate_existing=True))


async def _granted_beyond(session: AsyncSession, ends: date) -> list[tuple[DutyLine, date]]:
    lines = await duty_lines(session, col(Duty.state).in_(UNMET), col(Milestone.dropped_on).is_(None))
    granted = await granted_until(session, [line.duty.id or 0 for line in lines])
    dated = [(line, granted.get(line.duty.id or 0, ends)) for line in lines]
    return [(line, until) for line, until in dated if until > ends]


def _dates_after(standing: Blueprint, found: Comparison) -> dict[tuple[int, int], date]:
    """Task and ordinal -> what the new plan says, for the milestones that it keeps."""
    changes = {one.before.number: one for one in found.tasks if one.before is not None}
    dates = {}
    for task in standing.tasks:
        if (change := changes.get(task.number)) is None:
            dates.update({(task.number, mark.ordinal): mark.due for mark in task.milestones})
            continue
        kept = [one for one in change.milestones if change.after and one.before and one.after]
        dates.update({(task.number, one.before.ordinal): one.after.due for one in kept if one.before and one.after})
    return dates
