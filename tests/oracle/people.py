"""What people do after 09:00 of a day: file again, claim, ask for time, report, review, in this order."""

from __future__ import annotations

from datetime import date, timedelta

from . import workdays
from .cast import Cast
from .rounds import open_day
from .world import Answer, Request, Returned, World

GRANTED = 3
"""Working days within which a returned report is in time again."""


def act(world: World, cast: Cast, today: date) -> None:
    """What is done on ``today``."""
    if cast.accepts_second:
        _file_again(world, today)
    _claim(world, cast, today)
    _ask(world, cast, today)
    _report(world, cast, today)
    _review(world, cast, today)


def _file_again(world: World, today: date) -> None:
    for part in world.parts:
        if _comes_again(part.returned, today):
            part.claimed, part.waiting = today, True
    for request, answer in list(world.answers):
        if answer.returned is not None and _comes_again(answer.returned, today):
            granted = answer.in_time and today <= workdays.nth_after(answer.returned.on, GRANTED)
            about = world.next_part(request.unit, request.task)
            again = Answer(today, about, answer.percent, granted or today <= request.closes, second=True)
            world.answers.append((request, again))


def _comes_again(returned: Returned | None, today: date) -> bool:
    if returned is None or returned.again or returned.seen != today:
        return False
    returned.again = True
    return True


def _claim(world: World, cast: Cast, today: date) -> None:
    for part in world.parts:
        if cast.of(part.unit).claim_day(part.due, world.plan.plan.starts) != today:
            continue
        part.claimed, part.waiting = today, True
        for request in world.requests:
            if request.unit == part.unit and request.task is part.task:
                request.answered = True


def _ask(world: World, cast: Cast, today: date) -> None:
    """For a later date."""
    head = world.plan.plan
    for part in world.parts:
        asked = cast.of(part.unit).asks(part.entry.due, head.starts, head.ends, cast.review_after or 0)
        if asked is not None and asked[0] == today:
            part.asked = asked


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
        if part.asked is not None and part.asked[0] == filed:
            part.granted, part.asked = part.asked[1] if cast.grants else None, None
        if part.waiting and part.claimed == filed:
            part.waiting, part.closed = False, cast.accepts or (cast.accepts_second and part.returned is not None)
            part.returned = part.returned or _verdict(cast, today)
    for _, answer in world.answers:
        if answer.day == filed and not answer.second:
            answer.returned = _verdict(cast, today)


def _verdict(cast: Cast, today: date) -> Returned | None:
    return None if cast.accepts else Returned(today)
