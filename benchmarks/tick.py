"""A tick with nothing due, on the real plan in SQLite, against 5 ms."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.row import show
from database.engine import Database
from plans.check import require_plan
from plans.policy import Policy
from register.calendar import WorkingCalendar
from register.loading import install_plan
from register.rules import Rules
from schedules.agenda import set_out
from schedules.sweep import sweep
from tests.harness.stores import create_tables

_PLAN = Path(__file__).parent.parent / "data" / "tasks.yaml"
_TO_REACH = 5.0


async def measure(ticks: int) -> float:
    """Median seconds of a tick."""
    rules = Rules(Policy(), WorkingCalendar(), ZoneInfo("Asia/Shanghai"))
    now = datetime(2021, 5, 31, 9, tzinfo=rules.timezone)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/tick.db")
        await create_tables(database)
        async with database.writing() as session:
            await install_plan(session, require_plan(_PLAN), "benchmark", now)
            await set_out(session, rules, rules.today(now))
        await sweep(database, rules, now)
        times = []
        for _ in range(ticks):
            begun = time.perf_counter()
            await sweep(database, rules, now)
            times.append(time.perf_counter() - begun)
        await database.close()
    return statistics.median(times)


def main(*, small: bool = False) -> None:
    show("a tick with nothing due", asyncio.run(measure(20 if small else 200)) * 1000, _TO_REACH, "ms", "to reach")
