"""The real bot around a store of the benchmarks: wired by the front door, logging as in service."""

from __future__ import annotations

import contextlib
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

import structlog

from benchmarks.city import RULES
from benchmarks.remote import ROOT, TOKEN
from bot.templates import Templates
from database.clock import SteerableClock
from database.engine import Database
from duban.garbage import look_seldom
from duban.house import House, Plot
from duban.logs import set_up_logs
from outbox.gate import Pace


@asynccontextmanager
async def house_on(database: Database, root: str, pace: Pace, start: datetime) -> AsyncIterator[House]:
    """A house whose clock runs from ``start``; its loops are not started."""
    templates = Templates(ROOT / "message_templates", RULES.timezone)
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home, _logging_as_in_service(Path(home) / "log"):
        plot = Plot(database, SteerableClock(start), RULES, templates, Path(home), root, TOKEN, "benchmark")
        house = House(plot, pace)
        try:
            await house.application.initialize()
            yield house
        finally:
            await house.close()


@contextmanager
def _logging_as_in_service(file: Path) -> Iterator[None]:
    """Every line is made and written to a file; the errors among them are shown at the end."""
    with file.open("w+", encoding="utf-8") as log:
        with contextlib.redirect_stderr(log):
            set_up_logs(TOKEN)
            look_seldom()
            try:
                yield
            finally:
                structlog.reset_defaults()
                logging.basicConfig(level=logging.WARNING, force=True)
        log.seek(0)
        sys.stderr.writelines(line for line in log if '"level": "error"' in line)
