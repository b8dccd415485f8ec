"""What is due is found and written to the outbox: 10,000 due items of 1,000,000 stored, on three mornings.

The limit is one SQL statement that writes a message for each due duty and one that moves its day on: no words, no
buttons, no rules. A process of its own sweeps each store, so that its memory can be seen.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context
from resource import RUSAGE_SELF, getrusage

from sqlalchemy import String, cast, insert, literal, select, update
from sqlmodel import SQLModel

from benchmarks.city import DAYS, RULES, found_city, morning
from benchmarks.row import note, show
from benchmarks.stores import KINDS, NAMES, Kind, new_store, opened
from database.engine import Database
from duban.garbage import look_seldom
from outbox.enqueue import fresh
from outbox.message import DoubtRule, Method, Priority, messages
from schedules.sweep import sweep

_TO_REACH = 15_000
_GROWTH = 1.2
_QUIET_TICKS = 50
_MEGABYTES = 1 / 1024 if sys.platform != "darwin" else 1 / 1024**2


@dataclass(frozen=True)
class Swept:
    """Medians over the mornings, in seconds; ``peak`` is the most memory that the process ever held, in MB.

    ``effort`` is a morning's processor time in our process: it does not depend on what else the machine does.
    """

    morning: float
    effort: float
    statement: float
    quiet_tick: float
    peak: float


def main(*, small: bool = False) -> None:
    due, stored = (500, 20_000) if small else (10_000, 1_000_000)
    for kind in KINDS:
        few, many = (_swept(kind, due, count) for count in (stored // 10, stored))
        work = f"sweep, {due:,} due of {stored:,}, {NAMES[kind]}"
        show(work, due / many.morning, _TO_REACH, "/s", "to reach", "more")
        show(work, due / many.morning, due / many.statement, "/s", "one SQL statement", "more")
        show("  time with 10 times as many stored", many.morning / few.morning, _GROWTH, "×", "to reach")
        show("  memory with 10 times as many stored", many.peak / few.peak, _GROWTH, "×", "flat")
        show("  then a tick with nothing due", many.quiet_tick * 1000, 5, "ms", "to reach")
        note(
            f"processor time of a morning: {many.effort:.2f} s, with a tenth stored {few.effort:.2f} s; "
            f"memory at most: {many.peak:.0f} MB"
        )


def _swept(kind: Kind, due: int, stored: int) -> Swept:
    with new_store(kind) as url:
        asyncio.run(_found(url, due, stored))
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            return process.submit(_sweep_in_this_process, url).result()


async def _found(url: str, due: int, stored: int) -> None:
    async with opened(url) as database:
        await found_city(database, due, stored)


def _sweep_in_this_process(url: str) -> Swept:
    look_seldom()  # as ``duban`` does
    return asyncio.run(_sweep(url))


async def _sweep(url: str) -> Swept:
    *days, last = DAYS
    async with opened(url) as database:
        mornings = [await _timed(sweep(database, RULES, morning(day))) for day in days]
        ticks = [await _timed(sweep(database, RULES, morning(days[-1]))) for _ in range(_QUIET_TICKS)]
        peak = getrusage(RUSAGE_SELF).ru_maxrss * _MEGABYTES
        statement, _ = await _timed(_flag_and_insert(database, last))
    wall, effort = (statistics.median(times) for times in zip(*mornings, strict=True))
    return Swept(wall, effort, statement, statistics.median(tick for tick, _ in ticks), peak)


async def _timed(work: Awaitable[object]) -> tuple[float, float]:
    """Seconds on the wall, and of our own processor time."""
    wall, effort = time.perf_counter(), time.process_time()
    await work
    return time.perf_counter() - wall, time.process_time() - effort


async def _flag_and_insert(database: Database, day: date) -> None:
    tables = SQLModel.metadata.tables
    duty, unit, seat, holding = (tables[name] for name in ("duty", "unit", "seat", "holding"))
    values = fresh(morning(day)) | {
        "kind": "digest",
        "template": "digest",
        "facts": {},
        "keyboard": [],
        "priority": Priority.REMINDER,
        "method": Method.TEXT,
        "doubt": DoubtRule.LEAVE,
    }
    constants = {name: literal(value, messages.c[name].type) for name, value in values.items() if value is not None}
    made = constants | {
        "key": "digest/" + unit.c.name + f"/{day}",
        "address": cast(holding.c.chat_id, String),
        "owner": "seat:" + cast(seat.c.id, String),
        "fair_group": unit.c.name,
    }
    due = (
        select(*made.values())
        .select_from(duty)
        .join(unit, unit.c.id == duty.c.unit_id)
        .join(seat, seat.c.unit_id == unit.c.id)
        .join(holding, holding.c.seat_id == seat.c.id)
        .where(duty.c.speaks_on <= day)
    )
    async with database.writing() as session:
        connection = await session.connection()
        await connection.execute(insert(messages).from_select(list(made), due))
        moved = update(duty).where(duty.c.speaks_on <= day).values(speaks_on=day + timedelta(days=4))
        await connection.execute(moved)
