"""T1 and T2: the loop stalls at a tick, clocks jump, hosts disagree: each step is taken once, each word said once."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import cycle
from typing import NamedTuple

import pytest
from sqlmodel import col, select

from database.clock import Clock
from database.engine import Database
from duban.house import House, Plot
from outbox.gate import UNLIMITED
from plans.roles import Role
from register.states import Cause, StepOutcome
from register.tables import Climb, ClimbStep
from schedules.runner import Ticker
from schedules.sweep import sweep
from tests.faults.rig import Rig
from tests.faults.scale import FULL, times
from tests.harness.chat import RULES, TOKEN, ZONE, shipped_templates

TICK = times(2, 15)
"""Seconds between two ticks."""
STALL = 10.5 if FULL else 1.5
"""Seconds that the loop is blocked: more than the one after which APScheduler's own default drops a job."""
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CAST = {
    "李联络": ("水利局", Role.CONTACT),
    "孙分管": ("水利局", Role.LEADER),
    "张联络": ("发改委", Role.CONTACT),
    "周汇总": ("管委会", Role.CONTACT),
    "王审核": ("办公室", Role.OFFICE),
    "赵督查": ("督查局", Role.BUREAU),
}
LADDER = {"warning": "2021-07-01", "order": "2021-07-07", "explanation-asked": "2021-07-12", "proposal": "2021-07-14"}
"""The way of a unit that never answers (its task is due on 2021-06-30)."""
FIRST, LAST = datetime(2021, 6, 23, tzinfo=ZONE), datetime(2021, 7, 15, tzinfo=ZONE)


class Taken(NamedTuple):
    """A step that was taken: of which climb, which one, on which local day."""

    climb: str
    step: str
    day: str


async def steps_of(database: Database) -> list[Taken]:
    async with database.reading() as session:
        rows = await session.exec(
            select(Climb, ClimbStep)
            .join(ClimbStep, col(ClimbStep.climb_id) == col(Climb.id))
            .where(ClimbStep.outcome == StepOutcome.DONE, Climb.cause == Cause.OVERDUE)
            .order_by(col(ClimbStep.id))
        )
        return [Taken(climb.key, step.step, str(RULES.today(step.at))) for climb, step in rows]


async def test_a_stall_at_a_tick_makes_one_late_tick_and_loses_none() -> None:
    ticks: list[float] = []
    ticked, loop = asyncio.Event(), asyncio.get_running_loop()

    async def tick() -> None:
        ticks.append(loop.time())
        ticked.set()

    ticker, started = Ticker(tick, TICK), loop.time()
    ticker.start()
    loop.call_later(TICK - 0.1, time.sleep, STALL)
    await asyncio.wait_for(ticked.wait(), 2 * TICK)
    ticker.stop()

    assert len(ticks) == 1
    assert TICK - 0.1 + STALL <= ticks[0] - started < 2 * TICK, "the tick that was due in the stall was dropped"


async def test_no_step_is_missed_though_the_loop_stalls_at_each_of_their_ticks(rig: Rig) -> None:
    await rig.seat(CAST)
    day = FIRST
    while (day := day + 24 * HOUR) <= LAST:
        if str(day.date()) in LADDER.values():
            rig.clock.move_to(day + 8 * HOUR + 59 * MINUTE)
            await _stalled_over(rig, day + 9 * HOUR + 10 * MINUTE)
        else:
            rig.clock.move_to(day + 9 * HOUR)
            await rig.house.sweep()
        await rig.house.dispatcher.drain()

    assert [(step, on) for _, step, on in await steps_of(rig.database)] == list(LADDER.items())
    assert await rig.broken(swept=True) == []


async def _stalled_over(rig: Rig, until: datetime) -> None:
    """The loop is blocked as a tick falls due; meanwhile the morning begins."""
    done, loop = asyncio.Event(), asyncio.get_running_loop()
    interval = 1.0 if FULL else 0.2

    async def tick() -> None:
        await rig.house.sweep()
        if rig.clock.now() >= until:
            done.set()

    def stall() -> None:
        time.sleep(10 if FULL else 0.5)
        rig.clock.move_to(until)

    ticker = Ticker(tick, interval)
    ticker.start()
    loop.call_later(interval * 0.9, stall)
    await done.wait()
    ticker.stop()


class Askew:
    """A host's own clock, wrong by ``off``."""

    def __init__(self, truth: Clock, off: timedelta) -> None:
        self._truth, self.off = truth, off

    def now(self) -> datetime:
        return self._truth.now() + self.off


@asynccontextmanager
async def host(rig: Rig, database: Database, name: str, off: timedelta) -> AsyncIterator[tuple[House, Askew]]:
    """One more process of the deployment, as far as one process can be: a pool, a clock and a house of its own."""
    clock = Askew(rig.clock, off)
    plot = Plot(database, clock, RULES, shipped_templates(), rig.folder, rig.root, TOKEN, name)
    house = House(plot, UNLIMITED)
    await house.application.initialize()
    try:
        yield house, clock
    finally:
        await house.close()


@pytest.fixture
async def other(database: Database) -> AsyncIterator[Database]:
    """The same database through another pool."""
    store = Database(database.engine.url.render_as_string(hide_password=False), durable=False)
    yield store
    await store.close()


@pytest.mark.parametrize("off", [2.5 * MINUTE, 3 * HOUR], ids=["5-min-apart", "3-h-each-way"])
async def test_two_hosts_that_disagree_take_each_step_once(rig: Rig, other: Database, off: timedelta) -> None:
    await rig.seat(CAST)
    async with host(rig, rig.database, "slow", -off) as (slow, _), host(rig, other, "fast", off) as (fast, _):
        for number, _ in enumerate(_hours(rig)):
            first, second = (slow, fast) if number % 4 < 2 else (fast, slow)
            if number % 2:
                await asyncio.gather(first.sweep(), second.sweep())
            else:
                await first.sweep()
                await second.sweep()
            # One at a time: leases go by the one clock of the database server, and a steered clock has none.
            await second.dispatcher.drain()
        await fast.dispatcher.drain()
    await _each_once(rig)


async def test_the_very_first_morning_is_worked_off_once_by_many_at_once(rig: Rig, other: Database) -> None:
    await rig.seat(CAST)
    rig.clock.move_to(FIRST + 9 * HOUR)
    swept = await asyncio.gather(*(sweep(one, RULES, rig.clock.now()) for one in [rig.database, other] * 4))
    await rig.house.dispatcher.drain()
    assert sorted(swept) == [False] * 7 + [True]
    assert [sent.chat_id for sent in rig.box.log] == [rig.people["李联络"]]


async def test_a_clock_that_jumps_three_hours_takes_each_step_once(rig: Rig) -> None:
    await rig.seat(CAST)
    async with host(rig, rig.database, "jumpy", 0 * HOUR) as (house, clock):
        for _, clock.off in zip(_hours(rig), cycle(jump * HOUR for jump in (3, -3, 0, -3, 3)), strict=False):
            await house.sweep()
            await house.dispatcher.drain()
        clock.off = 3 * HOUR
        await house.dispatcher.drain()
    await _each_once(rig)


def _hours(rig: Rig) -> Iterator[datetime]:
    """The true time, day after day, around what is nine o'clock to one of the hosts."""
    every = ((5, 59), (6, 0), (8, 57), (8, 58), (9, 0), (9, 2), (9, 3), (12, 0), (12, 3), (15, 0), (21, 30), (23, 59))
    for days in range((LAST - FIRST).days + 1):
        for hour, minute in every if FULL else ((6, 1), (8, 58), (9, 3), (12, 1), (21, 30)):
            rig.clock.move_to(FIRST + timedelta(days=days, hours=hour, minutes=minute))
            yield rig.clock.now()


async def _each_once(rig: Rig) -> None:
    assert [(step, on) for _, step, on in await steps_of(rig.database)] == list(LADDER.items())
    assert set(Counter((sent.chat_id, sent.text) for sent in rig.box.log).values()) == {1}
    heard = Counter(str(row.kind) for row in await rig.rows() if row.address == str(rig.people["李联络"]))
    assert {kind: heard[kind] for kind in LADDER} == {"warning": 1, "order": 1, "explanation-asked": 1, "proposal": 0}
    assert await rig.broken(swept=True) == []
