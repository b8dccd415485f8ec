"""Up the ladder (督办梯次): who starts to climb, and which step is taken this morning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from plans.policy import LadderStep, Step
from plans.roles import Role
from register.climbs import begin
from register.extensions import duties_in_doubt
from register.ladder import following_day
from register.record import SCHEDULE, move, note
from register.states import CaseState, Cause, ClimbState, DutyState, RequestState, StepOutcome
from register.tables import Case, Climb, ClimbStep, Duty, Milestone, Request, Round, Task
from schedules.morning import Item, Morning, duty_item, request_item
from schedules.proof import was_delivered

_UNMET = {Cause.MISSING: RequestState.ASKED, Cause.RETURNS: RequestState.RETURNED}
"""The state of a request in which such a ground stands: what was filed again waits for the office."""


@dataclass(frozen=True)
class Taken:
    """A step that is taken this morning, and what its messages say of it."""

    climb: Climb
    step: LadderStep
    item: Item


async def start_overdue(morning: Morning, past_due: list[Duty]) -> None:
    """A duty past its due date starts to climb, once."""
    if not past_due:
        return
    known = await _known(morning, [_overdue_key(duty) for duty in past_due])
    milestones = await _milestones(morning, {duty.milestone_id for duty in past_due})
    for duty in past_due:
        if _overdue_key(duty) not in known:
            climb = Climb(
                key=_overdue_key(duty),
                cause=Cause.OVERDUE,
                unit_id=duty.unit_id,
                task_id=milestones[duty.milestone_id].task_id,
                duty_id=duty.id,
                base=max(duty.due, duty.counts_from or duty.due),
            )
            begin(morning.session, morning.rules, climb)


def _overdue_key(duty: Duty) -> str:
    """A duty that was taken up again climbs again from the first step; what climbed before stays on record."""
    key = f"overdue/duty-{duty.id}/{duty.due}"
    return f"{key}/{duty.counts_from}" if duty.counts_from is not None else key


async def start_missing(morning: Morning, closed: Round) -> None:
    """A report that was not given by the close starts to climb."""
    asked = await morning.session.exec(
        select(Request).where(Request.round_id == closed.id, Request.state == RequestState.ASKED)
    )
    for request in list(asked):
        climb = Climb(
            key=f"missing/request-{request.id}",
            cause=Cause.MISSING,
            unit_id=request.unit_id,
            task_id=request.task_id,
            request_id=request.id,
            round_id=closed.id,
            base=closed.closes_on,
        )
        begin(morning.session, morning.rules, climb)


async def take_steps(morning: Morning) -> list[Taken]:
    """Take every step whose day has come and whose ground still stands; returns the steps to be told."""
    await morning.session.flush()
    rows = await morning.session.exec(
        select(Climb)
        .where(Climb.state == ClimbState.CLIMBING, col(Climb.next_on) <= morning.day)
        .order_by(col(Climb.id))
    )
    in_doubt = await duties_in_doubt(morning.session)
    taken = []
    for climb in list(rows):
        item = await _ground(morning, climb, in_doubt)
        if item is not None and (step := await _take(morning, climb, item)) is not None:
            taken.append(step)
    await _bring_cases(morning, [one for one in taken if one.step.step is Step.PROPOSAL])
    return taken


async def _ground(morning: Morning, climb: Climb, in_doubt: frozenset[int]) -> Item | None:
    """What the messages say of the ground; None while it does not stand: met, waiting for review, or on hold.

    ``in_doubt``: duties for which a later date was asked in time, and nobody has decided yet.
    """
    task = await morning.session.get_one(Task, climb.task_id)
    if climb.request_id is not None:
        request = await morning.session.get_one(Request, climb.request_id)
        asked = await morning.session.get_one(Round, request.round_id)
        if request.state is not _UNMET[climb.cause]:
            return None
        return request_item(task, request.id or 0, climb.cause, asked.quarter, asked.closes_on, morning.day)
    duty = await morning.session.get_one(Duty, climb.duty_id)
    if duty.state is not DutyState.OPEN or duty.id in in_doubt or await _held(morning, climb):
        return None
    milestone = await morning.session.get_one(Milestone, duty.milestone_id)
    return duty_item(task, milestone, duty, climb.cause, morning.day)


async def _held(morning: Morning, climb: Climb) -> bool:
    """An earlier ground of the same duty is on hold before the bureau."""
    rows = await morning.session.exec(
        select(Case.id)
        .join(Climb, col(Climb.case_id) == col(Case.id))
        .where(Climb.duty_id == climb.duty_id, Climb.cause == climb.cause, Case.state == CaseState.HELD)
    )
    return rows.first() is not None


async def _take(morning: Morning, climb: Climb, item: Item) -> Taken | None:
    """Take the next step; a step that needs an earlier one to have arrived goes back to the first or to the office."""
    ladder = [LadderStep.model_validate(step) for step in climb.ladder]
    history = list(
        await morning.session.exec(select(ClimbStep).where(ClimbStep.climb_id == climb.id).order_by(col(ClimbStep.id)))
    )
    done = [step.step for step in history if step.outcome is StepOutcome.DONE]
    number = len(set(done))
    reachable = bool(morning.room.reached(climb.unit_id, Role.CONTACT))
    step = ladder[number]
    if step.step is not Step.WARNING and not await was_delivered(morning.session, climb):
        number, step = (0, ladder[0]) if ladder[0].step is Step.WARNING else (number, step)
        reachable = reachable and step.step is Step.WARNING
    if not reachable:
        _not_delivered(morning, climb, step, item, history)
        return None
    planned = climb.next_on or morning.day
    morning.session.add(
        ClimbStep(
            climb_id=climb.id or 0,
            step=step.step,
            planned=planned,
            outcome=StepOutcome.DONE,
            at=morning.now,
            message_key=f"{step.step}/{morning.unit_name(climb.unit_id)}/contact/{morning.day}",
        )
    )
    climb.next_on = following_day(ladder, number, morning.day, morning.rules.policy.ladder, morning.rules.calendar)
    morning.session.add(climb)
    await note(
        morning.session, SCHEDULE, "step_taken", f"climb:{climb.id}", morning.now, step=step.step, planned=str(planned)
    )
    return Taken(climb, step, item | {"cause": climb.cause.value})


def _not_delivered(morning: Morning, climb: Climb, step: LadderStep, item: Item, history: list[ClimbStep]) -> None:
    """Nobody is accused who was not reached: the office is told, once per step, and the step stays planned."""
    told = any(one.outcome is StepOutcome.UNDELIVERED and one.step == step.step for one in history)
    if told:
        return
    morning.session.add(
        ClimbStep(
            climb_id=climb.id or 0,
            step=step.step,
            planned=climb.next_on or morning.day,
            outcome=StepOutcome.UNDELIVERED,
            at=morning.now,
            why_not="联络员席位空缺或消息未送达",
        )
    )
    morning.room.unreached[climb.unit_id].append(item | {"step": step.step.value})


async def _bring_cases(morning: Morning, proposals: list[Taken]) -> None:
    """All grounds against one unit on one day are one case."""
    cases: dict[int, Case] = {}
    for taken in proposals:
        unit_id = taken.climb.unit_id
        if unit_id not in cases:
            cases[unit_id] = Case(unit_id=unit_id, proposed_on=morning.day)
            morning.session.add(cases[unit_id])
            await morning.session.flush()
            await note(
                morning.session, SCHEDULE, "case_proposed", f"case:{cases[unit_id].id}", morning.now, unit=unit_id
            )
        taken.climb.case_id = cases[unit_id].id
        move(morning.session, taken.climb, ClimbState.PROPOSED, SCHEDULE, morning.now)


async def _known(morning: Morning, keys: list[str]) -> set[str]:
    return set(await morning.session.exec(select(Climb.key).where(col(Climb.key).in_(keys))))


async def _milestones(morning: Morning, ids: set[int]) -> dict[Any, Milestone]:
    rows = await morning.session.exec(select(Milestone).where(col(Milestone.id).in_(ids)))
    return {milestone.id: milestone for milestone in rows}
