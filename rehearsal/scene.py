"""The whole service without a network and without waiting: what the people do goes in, what is owed comes out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, col, func, select

from bot.application import build_application, put_desk
from bot.channel import TelegramChannel
from bot.desk import Compiled, Desk, PaperFiles
from bot.inbox import receive
from bot.routes import add_handlers
from bot.templates import Templates
from bot.worker import Worker
from database.clock import SteerableClock
from database.engine import Database
from outbox.dispatch import Dispatcher
from outbox.gate import UNLIMITED, Gate
from outbox.message import DeliveryState, Message
from plans.model import Plan
from register.loading import install_plan
from register.rules import Rules
from rehearsal.inline_sqlite import run_inline
from rehearsal.transport import ROOT, InProcess
from sandbox import Sandbox
from schedules.agenda import set_out
from schedules.sweep import sweep
from schedules.wanted import wanted

_TOKEN = "1000000001:rehearsal"  # noqa: S105 - the sandbox's own bot, known to nobody else
_AT_ONCE = 10_000


@dataclass(frozen=True)
class Files:
    """What is rehearsed: plan, rules and words, all of them checked."""

    plan: Plan
    fingerprint: str
    rules: Rules
    templates: Templates


class Scene:
    """Nothing runs by itself here; time stands still until ``wait_until`` moves it."""

    def __init__(self, files: Files, database: Database, clock: SteerableClock, home: Path) -> None:
        self.files, self.database, self.clock = files, database, clock
        self.box = Sandbox(_TOKEN, clock.now)
        self._application = build_application(_TOKEN, ROOT, InProcess(self.box))
        channel = TelegramChannel(self._application.bot, files.templates, home)
        self._dispatcher = Dispatcher(
            database, clock, channel, Gate(UNLIMITED), wanted(files.rules), holder="rehearsal"
        )
        desk = Desk(
            database, clock, files.rules, files.templates, home, self._dispatcher.nudge, _no_reports, _no_papers
        )
        put_desk(self._application, desk)
        add_handlers(self._application)
        self._worker = Worker(self._application, desk)

    async def begin(self) -> None:
        """An empty register gets its tables and the plan."""
        now, rules = self.clock.now(), self.files.rules
        async with self.database.writing() as session:
            await (await session.connection()).run_sync(SQLModel.metadata.create_all)
        async with self.database.writing() as session:
            await install_plan(session, self.files.plan, self.files.fingerprint, now)
            await session.flush()
            await set_out(session, rules, rules.today(now))
        await self._application.initialize()

    async def end(self) -> None:
        await self._application.shutdown()

    async def settle(self) -> None:
        """Take in what the people did, handle it, and send what is owed."""
        updates = self.box.updates.waiting(_AT_ONCE)
        if updates:
            async with self.database.writing() as session:
                await receive(session, updates, self.clock.now())
            self.box.updates.confirm(int(updates[-1]["update_id"]) + 1)
            await self._worker.work_off()
        await self._dispatcher.drain()

    async def speak(self) -> None:
        """What time itself owes at this moment."""
        await sweep(self.database, self.files.rules, self.clock.now())
        await self._dispatcher.drain()

    async def wait_until(self, instant: datetime) -> None:
        """Let time pass; what was held back on the way leaves at its own time."""
        while (leaves := await self._next_departure(instant)) is not None:
            self.clock.move_to(leaves)
            await self._dispatcher.drain()
        self.clock.move_to(instant)

    async def _next_departure(self, until: datetime) -> datetime | None:
        now = self.clock.now()
        waiting = select(func.min(col(Message.not_before))).where(
            Message.state == DeliveryState.PENDING, col(Message.not_before) > now, col(Message.not_before) < until
        )
        async with self.database.reading() as session:
            return (await session.exec(waiting)).one()


@asynccontextmanager
async def scene_of(files: Files, start: datetime, folder: Path) -> AsyncIterator[Scene]:
    """A scene with the plan installed at ``start``; its database lies in ``folder`` and is not kept safe."""
    database = Database(f"sqlite:///{folder / 'rehearsal.db'}", durable=False)
    run_inline(database)
    scene = Scene(files, database, SteerableClock(start, runs=False), folder)
    try:
        await scene.begin()
        yield scene
    finally:
        await scene.end()
        await database.close()


async def _no_papers(_kind: str, _subject: str, _facts: dict[str, Any], _home: Path) -> PaperFiles:
    """Nor for a single paper."""
    raise NotImplementedError


async def _no_reports(_scope: str, _home: Path) -> Compiled:
    """Nobody in a cast asks for /report: a rehearsal makes its documents at the end."""
    raise NotImplementedError
