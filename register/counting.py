"""What is counted of tasks and reports, and who lags: the drafts in chat, the papers, the ledger and the charts agree
because they take it from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from register.light import Light
from register.snapshot.facts import (
    ClimbFacts,
    DutyFacts,
    MilestoneFacts,
    RequestFacts,
    RoundFacts,
    Snapshot,
    TaskFacts,
)
from register.states import Cause, ClimbState, DutyState, ExtensionState, RequestState, RoundState


class Bucket(StrEnum):
    """Where a duty or a task stands."""

    ON_TIME = "on-time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    UNDATED = "undated"


DONE = (Bucket.ON_TIME, Bucket.LATE)


class Answer(StrEnum):
    """How a unit answered what it was asked in a round."""

    ON_TIME = "on-time"
    LATE = "late"
    RETURNED = "returned"  # and not come again: whenever it came, there is no answer that holds
    AWAITED = "awaited"  # the window is still open
    MISSING = "missing"


ANSWERED = (Answer.ON_TIME, Answer.LATE)


@dataclass(frozen=True, slots=True)
class Lagging:
    """A unit that the rules found slow as the round closed, with its own percent of that day."""

    task: TaskFacts
    unit: str
    percent: int | None
    """None only where the report is no longer on record."""
    elapsed: float
    """0 to 100."""


def duty_bucket(duty: DutyFacts) -> Bucket:
    """A completion that waits for review counts as in hand: nobody has verified it, and nobody may blame it."""
    if duty.closed:
        return Bucket.LATE if duty.late else Bucket.ON_TIME
    return Bucket.OVERDUE if duty.light is Light.RED else Bucket.OPEN


def task_bucket(task: TaskFacts) -> Bucket:
    """Done only when every duty is; overdue as soon as one is; an undated task stands apart."""
    buckets = {duty_bucket(duty) for milestone in task.milestones for duty in milestone.duties}
    for bucket in (Bucket.OVERDUE, Bucket.OPEN, Bucket.LATE, Bucket.ON_TIME):
        if bucket in buckets:
            return bucket
    return Bucket.UNDATED


def count_tasks(tasks: Iterable[TaskFacts]) -> Counter[Bucket]:
    """The numbered tasks of the plan in force: one that several units lead is one."""
    return Counter(map(task_bucket, tasks))


def answer_of(asked: RequestFacts, closes_on: date, today: date) -> Answer:
    """Silence is missing only after the round has closed."""
    if asked.state is RequestState.RETURNED:
        return Answer.RETURNED
    if not asked.missing:
        return Answer.LATE if asked.late else Answer.ON_TIME
    return Answer.MISSING if today > closes_on else Answer.AWAITED


def lagging(register: Snapshot, held: RoundFacts | None) -> list[Lagging]:
    """Who was found slow at the close of ``held`` and still is to be called so, the furthest behind first."""
    if held is None or not judged(held):
        return []
    tasks = {task.number: task for task in register.tasks}
    found = []
    for climb in register.climbs:
        if climb.cause is Cause.SLOW and climb.quarter == held.quarter and climb.task in tasks:
            task = tasks[climb.task]
            for milestone, duty in _grounds(task, climb):
                if duty.state is DutyState.OPEN and duty_bucket(duty) is Bucket.OPEN and _holds(climb, milestone, duty):
                    elapsed = 100 * elapsed_share(register.starts, duty.due, held.closes_on)
                    found.append(Lagging(task, climb.unit, climb.percent, elapsed))
    return sorted(found, key=lambda one: (one.percent or 0) - one.elapsed)


def judged(held: RoundFacts) -> bool:
    """Whether the rules have looked at what was reported: they do as a round closes."""
    return held.state is not RoundState.OPEN


def elapsed_share(starts: date, due: date, on: date) -> float:
    """The share of a milestone's time that has passed at the end of ``on``: whole days, linear, 0 to 1."""
    whole = (due - starts).days
    return min(1.0, max(0.0, (on - starts).days / whole)) if whole > 0 else 1.0


def rate(part: int, whole: int) -> str:
    """A share with one decimal, as notices write it: 12.0%; of nothing, nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def _grounds(task: TaskFacts, climb: ClimbFacts) -> Iterable[tuple[MilestoneFacts, DutyFacts]]:
    return (
        (milestone, duty)
        for milestone in task.milestones
        for duty in milestone.duties
        if (milestone.ordinal, duty.unit) == (climb.milestone, climb.unit)
    )


def _holds(climb: ClimbFacts, milestone: MilestoneFacts, duty: DutyFacts) -> bool:
    """What was found by a date that has been moved since is held against nobody, even where it is a case by now."""
    if climb.state is ClimbState.WITHDRAWN:
        return False
    if not climb.steps:
        return True
    at = climb.steps[0].at  # the morning that found it took its first step
    extended = (one.decided_at for one in duty.extensions if one.state is ExtensionState.APPROVED)
    return not any(day and day > at for day in extended) and not any(one.on >= at.date() for one in milestone.decrees)
