"""What a view measures: the counts of its tasks and units, and the percent of each task."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from documents.view import View, reports_of
from register.counting import (
    DONE,
    Answer,
    Bucket,
    Lagging,
    answer_of,
    count_tasks,
    duty_bucket,
    elapsed_share,
    lagging,
    task_bucket,
)
from register.light import Light
from register.snapshot import DutyFacts, MilestoneFacts, ReportFacts, RequestFacts, TaskFacts
from register.states import DutyState, Verdict


@dataclass(frozen=True, slots=True)
class Progress:
    """What was reported of a task, beside what the calendar would have it be (both 0 to 100).

    ``percent`` is None when no lead has ever reported its current milestone.
    """

    task: TaskFacts
    bucket: Bucket
    light: Light
    percent: float | None
    told: int
    """Whose mean the percent is: a lead that has not reported is missing, and makes nobody's percent smaller."""
    elapsed: float

    @property
    def done(self) -> bool:
        return self.bucket in DONE

    @property
    def days_late(self) -> int:
        return max((milestone.days_late for milestone in self.task.milestones), default=0)

    @property
    def extended(self) -> int:
        """How many later dates were approved, for all its leads and milestones together."""
        return sum(duty.extended for milestone in self.task.milestones for duty in milestone.duties)


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """What one unit leads, met and answered; ``buckets`` counts its duties, and its undated tasks."""

    name: str
    tasks: int
    buckets: Counter[Bucket]
    answers: Counter[Answer]
    extended: int
    """Later dates that were approved for it."""
    cases: int
    difficulties: int
    """Difficulties that it put to the office."""
    unanswered: int
    """Those of them that still wait for the office."""


class Measures:
    """Counts and percents of one view, each worked out once."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """Every task of the view, in its order."""
        reports = reports_of(self.view)
        return tuple(self._progress(task, _told(task, reports)) for task in self.view.register.tasks)

    def _progress(self, task: TaskFacts, told: Sequence[int]) -> Progress:
        return Progress(
            task=task,
            bucket=task_bucket(task),
            light=task.current.light if task.current else Light.GREEN,
            percent=sum(told) / len(told) if told else None,
            told=len(told),
            elapsed=_elapsed(self.view.register.starts, task.current, self.view.measured_on),
        )

    @cached_property
    def buckets(self) -> Counter[Bucket]:
        return count_tasks(self.view.register.tasks)

    @cached_property
    def lagging(self) -> list[Lagging]:
        """Whom the rules found slow in the view's round."""
        return lagging(self.view.register, self.view.round)

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
        """How it was answered, in the view's round or in the one that closes on another day."""
        today = self.view.register.today
        return answer_of(asked, closes_on or (self.view.round.closes_on if self.view.round else today), today)

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


def _told(task: TaskFacts, reports: Mapping[tuple[int, str], ReportFacts]) -> list[int]:
    """The percent of each lead that has one; met and claimed duties count as 100."""
    current = task.current
    if current is None:
        told = [_accepted(reports.get((task.number, unit))) for unit in task.leads]
    else:
        reported = ((duty, reports.get((task.number, duty.unit))) for duty in current.duties)
        told = [_percent(duty, current.ordinal, report) for duty, report in reported]
    return [percent for percent in told if percent is not None]


def _percent(duty: DutyFacts, ordinal: int, report: ReportFacts | None) -> int | None:
    if duty.state is not DutyState.OPEN:
        return 100
    return _accepted(report) if report and report.milestone == ordinal else None


def _accepted(report: ReportFacts | None) -> int | None:
    """What was reported, unless the office has returned it."""
    return report.percent if report and report.verdict is not Verdict.RETURNED else None


def _elapsed(starts: date, milestone: MilestoneFacts | None, on: date) -> float:
    return 100 * elapsed_share(starts, milestone.due, on) if milestone else 0.0
