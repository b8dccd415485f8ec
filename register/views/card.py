"""One task in full: what the plan says of it, and the three facts that are never merged — reported, verified, due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.decrees import Moved, decrees_of
from register.duties import DutyLine, duty_lines
from register.extensions import may_be_extended
from register.light import Light, light_of, worst
from register.loading import plan_of
from register.rules import Rules
from register.states import DutyState, Verdict
from register.tables import Milestone, Report, Request, Round, Task, TaskUnit, Unit
from register.tables.plan import Part
from register.views.duty_history import DutyHistory, histories


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """One lead unit's duty; ``days_left`` is negative when overdue."""

    duty_id: int
    unit_id: int
    unit: str
    state: DutyState
    due: date
    days_left: int
    light: Light
    late: bool
    extendable: bool
    """A later date may be asked today."""
    history: DutyHistory


@dataclass(frozen=True, slots=True)
class MilestoneEntry:
    ordinal: int
    wording: str
    result: str | None
    baseline: date
    due: date
    light: Light
    ongoing: bool
    duties: tuple[DutyEntry, ...]
    moves: tuple[Moved, ...] = ()
    """How changed plans moved the date that is decreed, the oldest first."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The newest report of a lead unit."""

    unit: str
    quarter: str
    percent: int
    done: str
    problems: str
    filed_at: datetime
    in_time: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class TaskCard:
    task_id: int
    number: int
    section: str | None
    title: str
    description: str | None
    undated: bool
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    light: Light
    milestones: tuple[MilestoneEntry, ...]
    reports: tuple[Reported, ...]
    dropped_on: date | None = None


async def task_card(session: AsyncSession, rules: Rules, number: int, today: date) -> TaskCard | None:
    """The task of this number; None when there is none."""
    task = (await session.exec(select(Task).where(Task.number == number))).one_or_none()
    if task is None:
        return None
    units = await session.exec(
        select(Unit.name, TaskUnit.part)
        .join(TaskUnit, col(TaskUnit.unit_id) == col(Unit.id))
        .where(TaskUnit.task_id == task.id)
        .order_by(col(TaskUnit.position))
    )
    parts = units.all()
    lines = await duty_lines(session, col(Milestone.task_id) == task.id, col(Milestone.dropped_on).is_(None))
    told = await histories(session, [line.duty.id or 0 for line in lines])
    plan = await plan_of(session)
    moves = await decrees_of(session, {line.duty.milestone_id for line in lines})
    look = _Look(rules, today, plan.ends if plan is not None else today, told, moves)
    milestones = _milestones(look, lines)
    return TaskCard(
        task_id=task.id or 0,
        number=task.number,
        section=task.section,
        title=task.title,
        description=task.description,
        undated=task.undated,
        leads=tuple(name for name, part in parts if part is Part.LEAD),
        supports=tuple(name for name, part in parts if part is Part.RESPONSIBLE),
        light=worst(milestone.light for milestone in milestones),
        milestones=milestones,
        reports=await _reports(session, task.id or 0),
        dropped_on=task.dropped_on,
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What every line of the card is seen by."""

    rules: Rules
    today: date
    plan_ends: date
    histories: dict[int, DutyHistory]
    moves: Sequence[Moved]


def _milestones(look: _Look, lines: Sequence[DutyLine]) -> tuple[MilestoneEntry, ...]:
    by_ordinal: dict[int, list[DutyLine]] = {}
    for line in lines:
        by_ordinal.setdefault(line.milestone.ordinal, []).append(line)
    entries = [_milestone(look, of_milestone) for _, of_milestone in sorted(by_ordinal.items())]
    # What a changed plan added has the highest ordinal, wherever its date lies.
    return tuple(sorted(entries, key=lambda entry: entry.moves[-1].due_after if entry.moves else entry.baseline))


def _milestone(look: _Look, lines: list[DutyLine]) -> MilestoneEntry:
    milestone = lines[0].milestone
    duties = tuple(_duty(look, line) for line in lines)
    return MilestoneEntry(
        ordinal=milestone.ordinal,
        wording=milestone.wording,
        result=milestone.result,
        baseline=milestone.baseline,
        due=milestone.due,
        light=worst(duty.light for duty in duties),
        ongoing=milestone.ongoing,
        duties=duties,
        moves=tuple(one for one in look.moves if one.milestone_id == milestone.id),
    )


def _duty(look: _Look, line: DutyLine) -> DutyEntry:
    duty, within = line.duty, look.rules.policy.lights.yellow_within
    history = look.histories[duty.id or 0]
    waits = history.waiting is not None
    free = duty.state is DutyState.OPEN and not waits
    return DutyEntry(
        duty_id=duty.id or 0,
        unit_id=duty.unit_id,
        unit=line.unit.name,
        state=duty.state,
        due=duty.due,
        days_left=(duty.due - look.today).days,
        light=light_of(duty.state, duty.due, look.today, within, in_doubt=waits),
        late=duty.late,
        extendable=free and may_be_extended(duty.due, look.today, look.plan_ends),
        history=history,
    )


async def _reports(session: AsyncSession, task_id: int) -> tuple[Reported, ...]:
    rows = await session.exec(
        select(Report, Round.quarter, Unit.name)
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Round, col(Round.id) == col(Request.round_id))
        .join(Unit, col(Unit.id) == col(Request.unit_id))
        .where(Request.task_id == task_id)
        .order_by(col(Unit.position), col(Round.quarter), col(Report.version))
    )
    newest = {unit: (report, quarter) for report, quarter, unit in rows}
    return tuple(
        Reported(
            unit=unit,
            quarter=quarter,
            percent=report.percent,
            done=report.done or report.no_change_reason or "",
            problems=report.problems,
            filed_at=report.filed_at,
            in_time=report.in_time,
            verdict=report.verdict,
        )
        for unit, (report, quarter) in newest.items()
    )
