"""APScheduler only ticks: what is due is a query at every tick, never a job per reminder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

Tick = Callable[[], Awaitable[object]]


class Ticker:
    """Calls ``tick`` every ``seconds``, one at a time; a stall makes one late tick, never a lost one."""

    def __init__(self, tick: Tick, seconds: float = 15) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, jobstores={"default": MemoryJobStore()}, executors={"default": AsyncIOExecutor()}
        )
        self._scheduler.add_job(
            tick, "interval", seconds=seconds, misfire_grace_time=None, coalesce=True, max_instances=1, id="tick"
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
