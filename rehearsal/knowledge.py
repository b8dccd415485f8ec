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
    """As the plan says it."""
    claims_on: date | None
    judged_on: date | None
    """The day of the office's verdict; what it was is known from the next day on."""
    accepted: bool
    asks_on: date | None = None
    """The day on which a later due date is asked; None for never."""
    due_asked: date | None = None
    granted_from: date | None = None
    """The first day on which that date is in force; None where it is refused, or never decided."""

    def due_on(self, day: date) -> date:
        """The due date in force on ``day``."""
        granted = self.due_asked is not None and self.granted_from is not None and self.granted_from <= day
        return self.due_asked if granted and self.due_asked is not None else self.due


@dataclass(frozen=True, slots=True)
class Gathering:
    """A round as the calendar foretells it; ``index`` counts the plan's rounds from 0."""

    index: int
    opens: date
    closes: date


def parts_of(plan: Plan, names: UnitNames, cast: Cast) -> list[Part]:
    """In the order of tasks, then of dates."""
    return [
        _part(unit, task.number, due, plan, cast)
        for task in plan.tasks
        for unit in dict.fromkeys(leaf for name in task.lead_units for leaf in names.expand(name))
        for due in sorted(milestone.due for milestone in task.milestones)
    ]


def _part(unit: str, task: int, due: date, plan: Plan, cast: Cast) -> Part:
    manner, head = cast.of(unit), plan.plan
    asks_on, due_asked = manner.later_date(due, head.starts, head.ends, cast.review_after) or (None, None)
    answered_on = _judged_on(asks_on, cast)
    granted = due_asked is not None and answered_on is not None and cast.grants
    claims_on = manner.claim_day(due_asked if granted and due_asked is not None else due, head.starts)
    return Part(
        unit,
        task,
        due,
        claims_on,
        _judged_on(claims_on, cast),
        cast.accepts,
        asks_on,
        due_asked,
        answered_on + _DAY if granted and answered_on is not None else None,
    )


def _judged_on(filed_on: date | None, cast: Cast) -> date | None:
    """The day of the office's word on what was filed on that day; None for never."""
    if filed_on is None or cast.review_after is None:
        return None
    return filed_on + timedelta(days=cast.review_after)


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
    """Share of the time from the plan's start to the due date in force that is over on ``day``."""
    return (day - starts).days / max(1, (part.due_on(day) - starts).days)
