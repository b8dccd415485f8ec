"""Day by day: time speaks at its hour, people act at theirs, and nobody waits in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime, time, timedelta

from rehearsal.chair import Script
from rehearsal.company import Company
from rehearsal.scene import Scene

_DAY = timedelta(days=1)


async def play(scene: Scene, company: Company, last: date, after_day: Callable[[date], Awaitable[None]]) -> None:
    """From the day on which the clock stands to ``last``, both included."""
    rules = scene.files.rules
    for day in _days(rules.today(scene.clock.now()), last):
        if rules.calendar.is_working(day):
            await scene.wait_until(rules.at(day, rules.policy.working_day.speak_at))
            await scene.speak()
        for hour, scripts_of in company.turns:
            if scripts := scripts_of(day):
                await _act(scene, rules.at(day, hour), scripts)
        await after_day(day)
    await scene.wait_until(rules.at(last + _DAY, time(0)))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * count for count in range((last - first).days + 1))


async def _act(scene: Scene, at: datetime, scripts: list[Script]) -> None:
    """Everybody takes a step, the service answers, and so on until all are done."""
    await scene.wait_until(at)
    while scripts:
        scripts = [script for script in scripts if _goes_on(script)]
        await scene.settle()


def _goes_on(script: Script) -> bool:
    try:
        next(script)
    except StopIteration:
        return False
    return True
