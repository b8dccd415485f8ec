"""The whole plan, day by day: morning words, afternoon acts, the close at midnight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from plans.model import Plan

from . import mornings, people, rounds, workdays
from .cast import Cast
from .facts import Fact
from .world import Ground, World


def read_plan(path: Path) -> Plan:
    """The plan of a file that is already known to be sound."""
    return Plan.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def expected(plan: Plan, cast: Cast, to: date | None = None) -> list[Fact]:
    """Everything that the default rules make the machine say from the plan's start to ``to`` (or its end)."""
    world = World(plan)
    today, last = plan.plan.starts, to or plan.plan.ends
    closes = workdays.quarter_ends(plan.plan.starts, plan.plan.ends)
    facts: list[Fact] = []
    while today <= last:
        if workdays.is_working(today):
            facts += _morning(world, closes, today)
        people.act(world, cast, today)
        _midnight(world, closes, today)
        today += workdays.DAY
    return facts


def _morning(world: World, closes: list[date], today: date) -> Iterator[Fact]:
    yield from mornings.due_items(world, today)
    for index, end in enumerate(closes):
        if today == rounds.open_day(end):
            yield from mornings.round_items(rounds.ask(world, end, index), today, "round-open")
        elif today in (workdays.nth_last(end, 2), workdays.nth_last(end, 1)):
            asked = [request for request in world.requests if request.closes == end]
            yield from mornings.round_items(asked, today, "round-chase")
    yield from mornings.missing_list(world, today)
    yield from mornings.steps(world, today)


def _midnight(world: World, closes: list[date], today: date) -> None:
    if today in closes:
        index = closes.index(today)
        rounds.close(world, today, closes[index - 1] if index else None)
    due = [part for part in world.parts if part.due == today]
    world.grounds += [Ground(part, "overdue", today, rounds.OVERDUE) for part in due]
