"""The quarter's collection: whom a round asks, and what it finds at its close."""

from __future__ import annotations

from datetime import date

from . import workdays
from .world import Ground, Ladder, Part, Request, World

OVERDUE: Ladder = (("warning", 1), ("order", 5), ("explanation-asked", 8), ("proposal", 10))
SLOW: Ladder = (("warning", 1),)
SLOW_AGAIN: Ladder = (("explanation-asked", 1), ("proposal", 3))


def open_day(closes: date) -> date:
    """The fifth-last working day of the quarter."""
    return workdays.nth_last(closes, 5)


def ask(world: World, closes: date, round_index: int) -> list[Request]:
    """The requests that the round freezes as it opens."""
    asked = [
        Request(unit, task, closes, round_index)
        for task in world.plan.tasks
        for unit in world.leads(task)
        if task.undated or any(part.open or part.entry.ongoing for part in world.parts_of(unit, task))
    ]
    world.requests += asked
    return asked


def close(world: World, closes: date, before: date | None) -> None:
    """The end of the quarter's last day: missing reports and slow milestones become grounds."""
    asked = [request for request in world.requests if request.closes == closes]
    world.grounds += [Ground(request, "missing", closes, OVERDUE) for request in asked if not request.answered]
    found = [part for request in asked if request.answered for part in _slow(world, request, before)]
    world.slow[closes] = found
    for part in found:
        again = any(part is other for other in world.slow.get(before, [])) if before else False
        world.grounds.append(Ground(part, "slow", closes, SLOW_AGAIN if again else SLOW))


def _slow(world: World, request: Request, before: date | None) -> list[Part]:
    part = world.next_part(request.unit, request.task)
    if part is None or not part.open or part.due <= request.closes:
        return []
    now = _known_percent(world, part, request.closes)
    then = _known_percent(world, part, before) if before else None
    expected = 100 * world.elapsed(part, request.closes)
    slow = now is not None and (now < 0.7 * expected or (now < expected and now == then))
    return [part] if slow else []


def _known_percent(world: World, part: Part, closes: date) -> int | None:
    """The percent last reported in time and not returned, up to the round that closed then."""
    known = [
        answer.percent
        for request, answer in world.answers
        if answer.part is part and answer.in_time and not answer.returned and request.closes <= closes
    ]
    return known[-1] if known else None
