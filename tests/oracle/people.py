"""What people do after 09:00 of a day: claim, report, review, in this order."""

from __future__ import annotations

from datetime import date, timedelta

from .cast import Cast
from .rounds import open_day
from .world import Answer, Request, World


def act(world: World, cast: Cast, today: date) -> None:
    """The afternoon of ``today``."""
    _claim(world, cast, today)
    _report(world, cast, today)
    _review(world, cast, today)


def _claim(world: World, cast: Cast, today: date) -> None:
    for part in world.parts:
        if cast.of(part.unit).claim_day(part.entry.due, world.plan.plan.starts) != today:
            continue
        part.claimed, part.waiting = today, True
        for request in world.requests:
            if request.unit == part.unit and request.task is part.task:
                request.answered = True


def _report(world: World, cast: Cast, today: date) -> None:
    for request in world.requests:
        manner = cast.of(request.unit)
        if not request.answered and manner.report_day(open_day(request.closes), request.closes) == today:
            request.answered = True
            world.answers.append((request, _answer(world, cast, request, today)))


def _answer(world: World, cast: Cast, request: Request, today: date) -> Answer:
    part = world.next_part(request.unit, request.task)
    elapsed = world.elapsed(part, today) if part else 1.0
    percent = cast.of(request.unit).percent(request.round_index, elapsed)
    return Answer(today, part, percent, in_time=today <= request.closes)


def _review(world: World, cast: Cast, today: date) -> None:
    if cast.review_after is None:
        return
    filed = today - timedelta(days=cast.review_after)
    for part in world.parts:
        if part.waiting and part.claimed == filed:
            part.waiting, part.closed = False, cast.accepts
    for _, answer in world.answers:
        if answer.day == filed:
            answer.returned = not cast.accepts
