"""The slips of supervision: orders (督办单) that climbs came to, and urges (催办单) of the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from documents.facts import full_office, quoted
from documents.view import View
from documents.words import one_line
from register.quarters import quarter_of
from register.snapshot import ClimbFacts, StepFacts, TaskFacts
from register.snapshot.urges import UrgeFacts
from register.states import Cause, StepOutcome

Facts = dict[str, Any]
ORDER = "order"


def order_facts(view: View) -> Facts | None:
    """Every order to the units of the view, the oldest first; None when there was none.

    One slip per unit and day: the grounds that came to it together, as the message had them. A view of a quarter holds
    the orders for what fell due in it.
    """
    told: dict[tuple[date, str], list[tuple[ClimbFacts, StepFacts]]] = {}
    for climb in view.register.climbs:
        for step in climb.steps:
            if step.step == ORDER and step.outcome is StepOutcome.DONE and _in_scope(view, climb.base):
                told.setdefault((step.at.date(), climb.unit), []).append((climb, step))
    tasks = {task.number: task for task in view.register.tasks}
    leading = {unit.name for unit in view.register.units if unit.leading_body}
    slips = [
        {
            "unit": unit,
            "leading_body": unit in leading,
            "day": day.isoformat(),
            "grounds": [
                _ground(climb.task, tasks[climb.task].title, climb.cause, climb.quarter, climb.base, day)
                for climb, _ in grounds
            ],
        }
        for (day, unit), grounds in sorted(told.items(), key=lambda one: one[0][0])
    ]
    return _slips(view, slips)


def orders_of_message(head: Mapping[str, str], told: Facts) -> Facts:
    """The slips that go with an order's message, one per unit it is about; ``head`` names the bodies that sign."""
    day, by_unit = date.fromisoformat(told["day"]), dict[str, list[Facts]]()
    for item in told["items"]:
        by_unit.setdefault(item.get("about", told["unit"]), []).append(item)
    slips = [
        {
            "unit": unit,
            "leading_body": items[0]["leading_body"],
            "day": told["day"],
            "grounds": [
                _ground(
                    item["task"],
                    item["title"],
                    Cause(item["cause"]),
                    item.get("quarter"),
                    date.fromisoformat(item["due"]),
                    day,
                )
                for item in items
            ],
        }
        for unit, items in by_unit.items()
    ]
    return {**head, "slips": slips}


def urge_facts(view: View) -> Facts | None:
    """Every urge of the view, the oldest first; None when there was none."""
    tasks = {task.number: task for task in view.register.tasks}
    urged = (urge for urge in view.register.urges if _in_scope(view, urge.at.date()))
    return _slips(view, [_urge(view, urge, tasks[urge.task]) for urge in urged])


def _in_scope(view: View, day: date) -> bool:
    """A view without a quarter of its own shows all there ever was."""
    return view.scope.quarter is None or quarter_of(day) == view.scope.quarter


def _slips(view: View, slips: list[Facts]) -> Facts | None:
    register = view.register
    if not slips:
        return None
    return {
        "letterhead": full_office(register.leading_group, register.office),
        "office": register.office,
        "bureau": register.bureau,
        "slips": slips,
    }


def _ground(number: int, title: str, cause: Cause, quarter: str | None, since: date, day: date) -> Facts:
    """As it stood on the day of the slip: an order is sent only while nothing was done about it."""
    return {
        "number": number,
        "quoted": quoted(title),
        "cause": cause.value,
        "quarter": quarter,
        "since": since.isoformat(),
        "days": (day - since).days,
        "remedied": False,
    }


def _urge(view: View, urge: UrgeFacts, task: TaskFacts) -> Facts:
    """What the unit owed when it was urged: its next duty, its report of the round, or both."""
    day = urge.at.date()
    due = next(iter(_owed(task, urge.unit, day)), None)
    return {
        "unit": urge.unit,
        "number": task.number,
        "title": one_line(task.title),
        "day": day.isoformat(),
        "due": due.isoformat() if due else None,
        "days": (due - day).days if due else 0,
        "quarter": _silent_in(view, urge),
    }


def _owed(task: TaskFacts, unit: str, day: date) -> Iterable[date]:
    return (
        duty.due
        for milestone in task.milestones
        for duty in milestone.duties
        if duty.unit == unit and (duty.met_on is None or duty.met_on > day)
    )


def _silent_in(view: View, urge: UrgeFacts) -> str | None:
    """The quarter of the latest round then open or closed whose report the unit still owed."""
    begun = [found for found in view.register.rounds if found.opened_at <= urge.at]
    for found in begun[-1:]:
        for asked in found.requests:
            owed = asked.answered_at is None or asked.answered_at > urge.at
            if (asked.task, asked.unit) == (urge.task, urge.unit) and owed:
                return found.quarter
    return None
