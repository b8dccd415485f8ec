"""One quarter of the real plan, told in rows: who closed, who reported, who kept silent, who climbed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.check import require_plan
from plans.model import Plan
from plans.policy import Policy
from register.calendar import WorkingCalendar
from register.loading import install_plan
from register.rules import Rules
from register.states import CaseState, Cause, ClimbState, DutyState, RequestState, RoundState, StepOutcome, Verdict
from register.tables import (
    Case,
    Climb,
    ClimbStep,
    Duty,
    Milestone,
    Person,
    Report,
    Request,
    Round,
    Task,
    TaskUnit,
    Unit,
)
from register.tables.plan import Part

ZONE = ZoneInfo("Asia/Shanghai")
RULES = Rules(Policy(), WorkingCalendar(), ZONE)
PLAN_FILE = Path(__file__).parents[2] / "data" / "tasks.yaml"
OPENED = datetime(2021, 6, 24, 9, 0, tzinfo=ZONE)
NOW = datetime(2021, 7, 16, 9, 0, tzinfo=ZONE)
CLOSE = date(2021, 6, 30)

ON_TIME_PERCENTS = {2: 30, 4: 5, 5: 20, 6: 15, 7: 10, 8: 25, 10: 18, 12: 8, 16: 30, 17: 40, 18: 12, 21: 6, 22: 20}
LATE = {23, 24}
"""Tasks whose report came after the close."""
SILENT_UNITS = {"颍川办", "发改委"}


@cache
def real_plan() -> Plan:
    return require_plan(PLAN_FILE)


async def install(session: AsyncSession) -> None:
    await install_plan(session, real_plan(), "0" * 64, datetime(2021, 5, 15, 9, 0, tzinfo=ZONE))


async def second_quarter(session: AsyncSession) -> None:
    """The plan on 2021-07-16: one duty met in time, one late, one waiting for review, two overdue; two silent units."""
    await install(session)
    await fill_second_quarter(session)


async def fill_second_quarter(session: AsyncSession) -> None:
    """The same, on a plan that is installed already."""
    person = Person(telegram_id=1, name="王联络")
    session.add(person)
    await session.flush()
    await _meet(session, 3, date(2021, 6, 28))
    await _meet(session, 11, date(2021, 7, 5))
    (await _duty(session, 15)).state = DutyState.CLAIMED
    await _round(session, person.id or 0)
    await _climb(session)


async def _duty(session: AsyncSession, number: int) -> Duty:
    found = await session.exec(
        select(Duty)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(Task.number == number)
        .order_by(col(Milestone.ordinal), col(Duty.id))
    )
    return found.first() or _never()


async def _meet(session: AsyncSession, number: int, day: date) -> None:
    duty = await _duty(session, number)
    duty.state, duty.late = DutyState.CLOSED, day > duty.due
    duty.met_at = datetime(day.year, day.month, day.day, 15, 0, tzinfo=ZONE)
    duty.closed_at = duty.met_at + timedelta(days=1)


async def _round(session: AsyncSession, person: int) -> None:
    held = Round(quarter="2021Q2", state=RoundState.CLOSED, opened_at=OPENED, closes_on=CLOSE)
    session.add(held)
    await session.flush()
    leads = await session.exec(
        select(Task, Unit)
        .join(TaskUnit, col(TaskUnit.task_id) == col(Task.id))
        .join(Unit, col(Unit.id) == col(TaskUnit.unit_id))
        .where(TaskUnit.part == Part.LEAD)
        .order_by(col(Task.number), col(Unit.position))
    )
    for task, unit in leads:
        asked = Request(round_id=held.id or 0, task_id=task.id or 0, unit_id=unit.id or 0)
        session.add(asked)
        if unit.name not in SILENT_UNITS:
            await _answer(session, asked, task, person)


async def _answer(session: AsyncSession, asked: Request, task: Task, person: int) -> None:
    asked.late = task.number in LATE
    asked.state = RequestState.RETURNED if task.number == 8 else RequestState.ANSWERED
    asked.answered_at = OPENED + timedelta(days=8 if asked.late else 2)
    await session.flush()
    if task.number == 15:
        return  # the completion claim was the answer
    milestone = (await session.exec(select(Milestone.id).where(Milestone.task_id == task.id))).first()
    for version in (1, 2) if task.number == 5 else (1,):
        session.add(
            Report(
                request_id=asked.id or 0,
                version=version,
                milestone_id=milestone,
                percent=ON_TIME_PERCENTS.get(task.number, 50) - (2 - version if task.number == 5 else 0),
                done=f"已完成第{task.number}项的调研和初稿，正在征求意见。",
                problems="部分地块权属资料不全。" if task.number in {12, 18} else "",
                next_step="按计划推进。",
                filed_at=asked.answered_at,
                filed_by=person,
                in_time=not asked.late,
                verdict=Verdict.RETURNED if task.number == 8 else Verdict.WAITING,
                verdict_reason="请补充清单" if task.number == 8 else None,
            )
        )


async def _climb(session: AsyncSession) -> None:
    """Task 1 is on its way up; its unit's missing report went all the way to the bureau."""
    duty = await _duty(session, 1)
    task = (await session.exec(select(Task).where(Task.number == 1))).one()
    asked = (await session.exec(select(Request).where(Request.task_id == task.id))).one()
    case = Case(unit_id=duty.unit_id, proposed_on=date(2021, 7, 14), state=CaseState.PROPOSED)
    session.add(case)
    await session.flush()
    overdue = Climb(
        key="overdue/1", cause=Cause.OVERDUE, duty_id=duty.id, unit_id=duty.unit_id, task_id=task.id or 0, base=CLOSE
    )
    missing = Climb(
        key="missing/1",
        cause=Cause.MISSING,
        request_id=asked.id,
        unit_id=duty.unit_id,
        task_id=task.id or 0,
        base=CLOSE,
        state=ClimbState.PROPOSED,
        case_id=case.id,
    )
    session.add_all([overdue, missing])
    await session.flush()
    for climb, steps in ((overdue, ("warning", "order")), (missing, ("warning", "order", "proposal"))):
        for step, day in zip(steps, (1, 7, 14), strict=False):
            at = datetime(2021, 7, day, 9, 0, tzinfo=ZONE)
            taken = ClimbStep(climb_id=climb.id or 0, step=step, planned=at.date(), outcome=StepOutcome.DONE, at=at)
            session.add(taken)


def _never() -> Duty:
    raise AssertionError("the real plan has this task")
