"""What is counted, and how: the same five buckets and the same percent in every document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from documents.view import View, reports_of
from register.light import Light
from register.snapshot import DutyFacts, MilestoneFacts, ReportFacts, RequestFacts, TaskFacts
from register.states import DutyState, Verdict


class Bucket(StrEnum):
    """Where a duty or a task stands."""

    ON_TIME = "on-time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Progress:
    """What was reported of a task, beside what the calendar would have it be (both 0 to 100).

    ``percent`` is None when no lead has ever reported its current milestone.
    """

    task: TaskFacts
    bucket: Bucket
    light: Light
    percent: float | None
    elapsed: float

    @property
    def done(self) -> bool:
        return self.bucket in {Bucket.ON_TIME, Bucket.LATE}

    @property
    def behind(self) -> bool:
        """In hand, and reported below the elapsed share; what is overdue is counted as overdue alone.

        Judged in whole percent, as a paper prints both: nobody is called behind with 11 % against 11 %.
        """
        return self.bucket is Bucket.OPEN and self.percent is not None and round(self.percent) < round(self.elapsed)

    @property
    def days_late(self) -> int:
        return max((milestone.days_late for milestone in self.task.milestones), default=0)

    @property
    def extended(self) -> int:
        """How many later dates were approved, for all its leads and milestones together."""
        return sum(duty.extended for milestone in self.task.milestones for duty in milestone.duties)


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


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """What one unit leads, met and answered; ``buckets`` counts its duties, and its undated tasks."""

    name: str
    tasks: int
    buckets: Counter[Bucket]
    answers: Counter[Answer]
    returned: int
    extended: int
    """Later dates that were approved for it."""
    cases: int
    difficulties: int
    """Difficulties that it put to the office."""
    unanswered: int
    """Those of them that still wait for the office."""


class Answer(StrEnum):
    """How a unit answered what it was asked in a round."""

    ON_TIME = "on-time"
    LATE = "late"
    AWAITED = "awaited"  # the window is still open
    MISSING = "missing"


class Measures:
    """Counts and percents of one view, each worked out once."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """Every task of the view, in its order."""
        reports = reports_of(self.view)
        register = self.view.register
        return tuple(
            Progress(
                task=task,
                bucket=task_bucket(task),
                light=task.current.light if task.current else Light.GREEN,
                percent=_percent(task, reports),
                elapsed=_elapsed(register.starts, task.current, self.view.measured_on),
            )
            for task in register.tasks
        )

    @cached_property
    def buckets(self) -> Counter[Bucket]:
        return Counter(found.bucket for found in self.progress)

    @cached_property
    def answers(self) -> Counter[Answer]:
        return Counter(self.answer(asked) for asked in self.requests)

    @property
    def requests(self) -> tuple[RequestFacts, ...]:
        return self.view.round.requests if self.view.round else ()

    @cached_property
    def requests_by_task(self) -> Mapping[int, list[RequestFacts]]:
        by_task: dict[int, list[RequestFacts]] = defaultdict(list)
        for asked in self.requests:
            by_task[asked.task].append(asked)
        return dict(by_task)

    def answer(self, asked: RequestFacts, closes_on: date | None = None) -> Answer:
        """Silence is missing only after the round has closed."""
        if not asked.missing:
            return Answer.LATE if asked.late else Answer.ON_TIME
        close = closes_on or (self.view.round.closes_on if self.view.round else self.view.register.today)
        return Answer.MISSING if self.view.register.today > close else Answer.AWAITED

    @cached_property
    def units(self) -> tuple[UnitStanding, ...]:
        """Every unit that leads something in the view, in the plan's order."""
        register = self.view.register
        leads = Counter(unit for task in register.tasks for unit in task.leads)
        buckets: dict[str, Counter[Bucket]] = defaultdict(Counter)
        extended: Counter[str] = Counter()
        for task in register.tasks:
            for milestone in task.milestones:
                for duty in milestone.duties:
                    buckets[duty.unit][duty_bucket(duty)] += 1
                    extended[duty.unit] += duty.extended
            for unit in () if task.milestones else task.leads:
                buckets[unit][Bucket.UNDATED] += 1
        answers: dict[str, Counter[Answer]] = defaultdict(Counter)
        for asked in self.requests:
            answers[asked.unit][self.answer(asked)] += 1
        returned = Counter(asked.unit for asked in self.requests if _returned(asked))
        cases = Counter(case.unit for case in register.cases)
        put = Counter(found.unit for found in register.difficulties)
        waiting = Counter(found.unit for found in register.difficulties if found.unanswered)
        names = [unit.name for unit in register.units if unit.name in leads]
        return tuple(
            UnitStanding(
                name=name,
                tasks=leads[name],
                buckets=buckets[name],
                answers=answers[name],
                returned=returned[name],
                extended=extended[name],
                cases=cases[name],
                difficulties=put[name],
                unanswered=waiting[name],
            )
            for name in names
        )

    def asked(self, answer: Answer) -> tuple[RequestFacts, ...]:
        """The requests of the view's round that were answered so."""
        return tuple(asked for asked in self.requests if self.answer(asked) is answer)


def rate(part: int, whole: int) -> str:
    """A share with one decimal, as notices write it: 12.0%; of nothing, nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def _percent(task: TaskFacts, reports: Mapping[tuple[int, str], ReportFacts]) -> float | None:
    """The leads' mean, who count as 0 until they report; met and claimed duties count as 100."""
    current = task.current
    duties = current.duties if current else ()
    told = [_told(duty, current.ordinal, reports.get((task.number, duty.unit))) for duty in duties if current]
    if current is None:
        told = [_accepted(reports.get((task.number, unit))) for unit in task.leads]
    if all(percent is None for percent in told):
        return None
    return sum(percent or 0 for percent in told) / len(told)


def _told(duty: DutyFacts, ordinal: int, report: ReportFacts | None) -> int | None:
    if duty.state is not DutyState.OPEN:
        return 100
    return _accepted(report) if report and report.milestone == ordinal else None


def _returned(asked: RequestFacts) -> bool:
    return asked.report is not None and asked.report.verdict is Verdict.RETURNED


def _accepted(report: ReportFacts | None) -> int | None:
    """What was reported, unless the office has returned it."""
    return report.percent if report and report.verdict is not Verdict.RETURNED else None


def _elapsed(starts: date, milestone: MilestoneFacts | None, on: date) -> float:
    """Whole days from the plan's start to the due date, linear."""
    if milestone is None:
        return 0.0
    whole = (milestone.due - starts).days
    return min(100.0, max(0.0, 100 * (on - starts).days / whole)) if whole > 0 else 100.0
