"""What everybody in the cast knows of the plan: parts, rounds, and what has been closed by a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plans.model import Plan, UnitNames
from register.quarters import quarter_end, quarter_of
from register.rules import Rules
from rehearsal.cast import Cast

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """One lead unit's part of one milestone, and the day on which it claims to be done."""

    unit: str
    task: int
    due: date
    claims_on: date | None
    judged_on: date | None
    """The day of the office's verdict; what it was is known from the next day on."""
    accepted: bool


@dataclass(frozen=True, slots=True)
class Gathering:
    """A round as the calendar foretells it; ``index`` counts the plan's rounds from 0."""

    index: int
    opens: date
    closes: date


def parts_of(plan: Plan, names: UnitNames, cast: Cast) -> list[Part]:
    """In the order of tasks, then of dates."""
    return [
        _part(unit, task.number, due, plan.plan.starts, cast)
        for task in plan.tasks
        for unit in dict.fromkeys(leaf for name in task.lead_units for leaf in names.expand(name))
        for due in sorted(milestone.due for milestone in task.milestones)
    ]


def _part(unit: str, task: int, due: date, starts: date, cast: Cast) -> Part:
    claims_on = cast.of(unit).claim_day(due, starts)
    judged_on = None
    if claims_on is not None and cast.review_after is not None:
        judged_on = claims_on + timedelta(days=cast.review_after)
    return Part(unit, task, due, claims_on, judged_on, cast.accepts)


def is_closed(part: Part, today: date) -> bool:
    """Whether the office has agreed before ``today``."""
    return part.accepted and _judged(part, today)


def is_open(part: Part, today: date) -> bool:
    """Whether it can be claimed on ``today``: it was not claimed yet, or was returned before."""
    return part.claims_on is None or part.claims_on > today or (not part.accepted and _judged(part, today))


def _judged(part: Part, today: date) -> bool:
    return part.judged_on is not None and part.judged_on < today


def gatherings(plan: Plan, rules: Rules) -> list[Gathering]:
    """The rounds between the plan's start and its end."""
    found: list[Gathering] = []
    closes = quarter_end(quarter_of(plan.plan.starts))
    while closes <= plan.plan.ends:
        opens = rules.calendar.last(closes, rules.policy.round.opens_on_last)
        found.append(Gathering(len(found), opens, closes))
        closes = quarter_end(quarter_of(closes + _DAY))
    return found


def elapsed(part: Part, starts: date, day: date) -> float:
    """Share of the time from the plan's start to the due date that is over on ``day``."""
    return (day - starts).days / max(1, (part.due - starts).days)
