"""What is so at one moment of the simulated plan: claims, requests, reports, grounds. No rule speaks here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from plans.model import MilestoneEntry, Plan, TaskEntry, UnitNames

from . import workdays

Ladder = tuple[tuple[str, int], ...]


@dataclass
class Returned:
    """By the office, on this day; it comes again if the cast says so."""

    on: date
    again: bool = False

    @property
    def seen(self) -> date:
        """The day on which the unit files it again: the day after, or when the word of a day off arrives."""
        return self.on + workdays.DAY if workdays.is_working(self.on) else workdays.nth_after(self.on, 1)


@dataclass
class Part:
    """One lead unit's part of one milestone (collective leads meet it each for themselves)."""

    unit: str
    task: TaskEntry
    ordinal: int
    entry: MilestoneEntry
    claimed: date | None = None
    waiting: bool = False
    closed: bool = False
    returned: Returned | None = None
    granted: date | None = None
    """The later date to which the office agreed."""
    asked: tuple[date, date] | None = None
    """The day on which a later date was asked, and that date, while the office has not answered."""

    @property
    def open(self) -> bool:
        return not self.closed and not self.waiting

    @property
    def due(self) -> date:
        """In force now."""
        return self.granted or self.entry.due


@dataclass
class Answer:
    """A progress report; ``part`` is the milestone its percent speaks of, None where all are closed."""

    day: date
    part: Part | None
    percent: int
    in_time: bool
    returned: Returned | None = None
    second: bool = False
    """Filed again after its return: accepted now."""


@dataclass
class Request:
    """What one unit is asked about one task in one round."""

    unit: str
    task: TaskEntry
    closes: date
    round_index: int
    answered: bool = False


@dataclass
class Ground:
    """A reason to climb the ladder: counted from ``base``, every step from the day the one before was taken."""

    subject: Part | Request
    why: str
    base: date
    ladder: Ladder
    taken: list[date] = field(default_factory=list)

    @property
    def open(self) -> bool:
        if isinstance(self.subject, Request):
            return not self.subject.answered
        return self.subject.open and self.subject.asked is None

    def due_step(self, today: date) -> str | None:
        """The step whose planned day has come, if any is left."""
        done = len(self.taken)
        if done == len(self.ladder):
            return None
        step, after = self.ladder[done]
        since, counted = (self.taken[-1], self.ladder[done - 1][1]) if done else (self.base, 0)
        return step if today >= workdays.nth_after(since, after - counted) else None


class World:
    """The plan, and everything that has happened so far."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.names = UnitNames(plan.units)
        self.parts = [
            Part(unit, task, ordinal, entry)
            for task in plan.tasks
            for unit in self.leads(task)
            for ordinal, entry in enumerate(task.milestones, 1)
        ]
        self.requests: list[Request] = []
        self.answers: list[tuple[Request, Answer]] = []
        self.grounds: list[Ground] = []
        self.slow: dict[date, list[Part]] = {}

    def leads(self, task: TaskEntry) -> list[str]:
        return list(dict.fromkeys(leaf for name in task.lead_units for leaf in self.names.expand(name)))

    def supports(self, task: TaskEntry) -> list[str]:
        """The responsible units, without those that lead."""
        units = dict.fromkeys(leaf for name in task.responsible_units for leaf in self.names.expand(name))
        return [unit for unit in units if unit not in self.leads(task)]

    def parts_of(self, unit: str, task: TaskEntry) -> list[Part]:
        return [part for part in self.parts if part.unit == unit and part.task is task]

    def next_part(self, unit: str, task: TaskEntry) -> Part | None:
        """The earliest due milestone that the unit has not closed: what its percent speaks of."""
        left = [part for part in self.parts_of(unit, task) if not part.closed]
        return min(left, key=lambda part: part.due, default=None)

    def elapsed(self, part: Part, day: date) -> float:
        """Share of the time from the plan's start to the due date that is over on ``day``."""
        start = self.plan.plan.starts
        return (day - start).days / max(1, (part.due - start).days)
