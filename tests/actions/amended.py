"""A changed plan for the stage, and the way to apply it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from copy import deepcopy
from datetime import datetime
from typing import Any

from actions.amend_plan import amend_plan
from plans.blueprint import blueprint_of
from plans.model import Plan
from register.amending.amend import Amended, Consent, NewPlan
from register.blueprint import revision_of
from tests.actions.stage import IN_TIME, PLAN, RULES, Stage

Edit = Callable[[dict[str, Any]], object]


def changed(*edits: Edit) -> Plan:
    """The stage's plan after these edits."""
    plan: dict[str, Any] = deepcopy(PLAN)
    for edit in edits:
        edit(plan)
    return Plan.model_validate(plan)


def task(plan: dict[str, Any], number: int) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in plan["tasks"] if one["number"] == number)
    return found


def without(number: int) -> Edit:
    """The plan no longer has this task."""

    def edit(plan: dict[str, Any]) -> None:
        plan["tasks"].remove(task(plan, number))

    return edit


def due(number: int, ordinal: int, **marks: Any) -> Edit:
    """A milestone says something else."""
    return lambda plan: task(plan, number)["milestones"][ordinal - 1].update(marks)


def led_by(number: int, *units: str) -> Edit:
    return lambda plan: task(plan, number).update(lead_units=list(units))


async def apply(
    stage: Stage,
    plan: Plan,
    at: datetime = IN_TIME,
    *,
    drop: Collection[int] = (),
    overdue: Collection[int] = (),
    seen: int | None = None,
    fingerprint: str = "changed",
) -> Amended:
    """As ``duban apply`` does, in a transaction of its own."""
    async with stage.database.reading() as session:
        revision = seen or await revision_of(session)
    async with stage.database.writing() as session:
        new = NewPlan(blueprint_of(plan), fingerprint)
        return await amend_plan(session, RULES, new, Consent(revision, drop, overdue), at)
