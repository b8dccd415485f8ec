"""The one place where the parts are wired together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.outage import notice_outage
from bot.application import ANSWER_SECONDS, App, build_application, put_desk
from bot.channel import TelegramChannel
from bot.compile import Compiler
from bot.desk import Desk
from bot.enclosing import enclose
from bot.evidence import Fetcher
from bot.hearing import Hearing
from bot.inbox import anything_said
from bot.poll import Poller
from bot.pushed import PushedUpdates
from bot.returned import LedgerReader
from bot.routes import add_handlers
from bot.source import UpdateSource
from bot.templates import Templates
from bot.worker import Worker
from database.clock import Clock
from database.engine import Database
from duban.papers import Papermaker
from outbox.channel import Hooks
from outbox.dispatch import Dispatcher
from outbox.gate import Gate, Pace
from outbox.message import DeliveryState, Message
from register.chats import move_chat
from register.rules import Rules
from schedules.sweep import sweep
from schedules.unreachable import hear_refusal
from schedules.wanted import wanted

_AT_REST = 0.02
_UNSETTLED = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING)


@dataclass(frozen=True)
class Plot:
    """What a house stands on."""

    database: Database
    clock: Clock
    rules: Rules
    templates: Templates
    home: Path
    bot_api_url: str
    token: str
    holder: str
    """Names this process among those that share the database."""
    answer_seconds: float = ANSWER_SECONDS
    """So long the bot waits for an answer before it is in doubt."""


class House:
    """Bot, schedules and outbox around one database; nothing runs by itself until somebody starts its loops."""

    def __init__(self, plot: Plot, pace: Pace) -> None:
        self.plot = plot
        self.application: App = build_application(plot.token, plot.bot_api_url, answer_seconds=plot.answer_seconds)
        self.dispatcher = Dispatcher(
            plot.database,
            plot.clock,
            TelegramChannel(self.application.bot, plot.templates, plot.home),
            Gate(pace),
            wanted(plot.rules),
            holder=plot.holder,
            hooks=Hooks(on_refused=hear_refusal(plot.rules), on_moved=_on_moved, on_sent=enclose),
        )
        self._papermaker = Papermaker(plot.database, plot.rules, plot.clock, plot.templates.folder)
        self.desk = Desk(
            plot.database,
            plot.clock,
            plot.rules,
            plot.templates,
            plot.home,
            self.dispatcher.nudge,
            self._papermaker.for_chat,
            self._papermaker.write,
            self._report_asked,
            self._papermaker.read_ledger,
            self._ledger_sent,
        )
        put_desk(self.application, self.desk)
        add_handlers(self.application)
        self.worker = Worker(self.application, self.desk)
        self.compiler = Compiler(self.desk)
        self.fetcher = Fetcher(self.application.bot, self.desk)
        self.reader = LedgerReader(self.desk, self.fetcher)
        self._sources: list[UpdateSource] = []
        self._hearing = Hearing(plot.database, plot.clock, partial(notice_outage, rules=plot.rules))
        self._listens = False
        self.live = False
        """Whether the loops run."""

    def poller(self, *, seconds: int | None = None) -> Poller:
        """An ear at the Bot API; ``seconds`` is how long one request may wait for something to happen."""
        plot = self.plot
        waits = {} if seconds is None else {"seconds": seconds}
        source = UpdateSource(plot.bot_api_url, plot.token, **waits)
        self._sources.append(source)
        self._listens = True
        return Poller(source, plot.database, plot.clock, self.worker.wake, self._hearing)

    def pushed(self) -> PushedUpdates:
        """An ear for updates that the Bot API pushes to the webhook."""
        self._listens = True
        return PushedUpdates(self.application.bot, self._hearing)

    async def _report_asked(self) -> None:
        self.compiler.wake()

    async def _ledger_sent(self) -> None:
        self.reader.wake()

    async def sweep(self) -> None:
        """What time owes; safe at any moment. What people did before now is heard first: nobody is judged unheard."""
        if await self._has_unheard():
            return
        if await sweep(self.plot.database, self.plot.rules, self.plot.clock.now()):
            self.dispatcher.nudge()

    async def _has_unheard(self) -> bool:
        if self._listens and self._hearing.deaf:
            return True
        async with self.plot.database.reading() as session:
            return await anything_said(session, self.plot.clock.now())

    async def settle(self) -> None:
        """Work off the inbox, speak what is due, and send all of it; while the loops run, wait until they have."""
        await self.worker.work_off()
        await self.compiler.work_off()
        await self.reader.work_off()
        await self.sweep()
        if not self.live:
            await self.dispatcher.drain()
            return
        self.dispatcher.nudge()
        # The dispatcher tells nobody that it has come to rest; the rows do.
        while await self._owes_now() and self.dispatcher.halted is None:  # noqa: ASYNC110 - nothing to wait upon
            await asyncio.sleep(_AT_REST)

    async def _owes_now(self) -> bool:
        waiting = col(Message.state).in_(_UNSETTLED) & (col(Message.not_before) <= self.plot.clock.now())
        async with self.plot.database.reading() as session:
            return bool((await session.exec(select(exists().where(waiting)))).one())

    async def close(self) -> None:
        for source in self._sources:
            await source.close()
        await self._papermaker.close()
        await self.application.shutdown()
        await self.application.bot.shutdown()  # the application leaves it open when the server never knew us


async def _on_moved(session: AsyncSession, old: str, new: str) -> None:
    await move_chat(session, int(old), int(new))
