"""Handles updates from the inbox: of one chat in order and one at a time, of several chats side by side."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Update

from bot.application import App
from bot.desk import Desk
from bot.farewell import after_commit
from bot.filters import spoken_at
from bot.inbox import oldest_waiting, take_waiting
from bot.opening import open_work
from bot.set_aside import note_failure
from bot.transaction import Work, at_work
from outbox.care import store_at_fault
from outbox.lull import woken

log = structlog.get_logger(__name__)

_AT_ONCE = 8
_AHEAD = 64
"""Chats whose turn is looked up together."""
_LOOK_AGAIN = 5.0
_FIRST_PAUSE = 0.2
_FAREWELL = 3.0
"""Seconds that what follows an act has to come to its end when the service stops: nothing depends on it."""


class Worker:
    """The loop between the inbox and the handlers."""

    def __init__(self, application: App, desk: Desk) -> None:
        self._application, self._desk = application, desk
        self._woken = asyncio.Event()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._paused: dict[int, float] = {}
        self._next: deque[tuple[int, int]] = deque()
        """(chat, update) of those whose turn comes next, none of them busy."""
        self._farewells: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._woken.clear()
                await self._look()
                await woken(self._woken, self._patience())
        finally:
            await self._stop()

    async def work_off(self) -> int:
        """Handle everything that waits, in the order of its coming; returns how many updates that were."""
        handled = 0
        while waiting := await self._waiting(set(), limit=10_000):
            for _, update_id in waiting:
                await self.handle(update_id)
                handled += 1
        await asyncio.gather(*self._farewells)
        return handled

    async def handle(self, update_id: int) -> bool:
        """One update in one transaction; False when it failed and must be tried again or was set aside.

        Raises what the database itself is to blame for: the update is not.
        """
        try:
            work = await self._in_one_transaction(update_id)
        except Exception as error:
            # Even an update's own words can end in an OSError (a date that no computer knows). Should it have been the
            # database after all, then the failure cannot be noted either.
            if store_at_fault(error) and not isinstance(error, OSError):
                raise
            await note_failure(self._desk, update_id, error)
            self._desk.nudge()
            return False
        self._desk.nudge()
        if work is not None and (work.query_id or work.afterwards):
            farewell = asyncio.create_task(after_commit(self._application.bot, self._desk, work))
            self._farewells.add(farewell)
            farewell.add_done_callback(self._farewells.discard)
        return True

    async def _in_one_transaction(self, update_id: int) -> Work | None:
        async with self._desk.database.writing() as session:
            row = await take_waiting(session, update_id)
            if row is None:
                return None
            content, evidence_at = row
            update = Update.de_json(content, self._application.bot)
            work = await open_work(session, self._desk, update, evidence_at)
            with at_work(work), spoken_at(work.at):
                await self._application.process_update(update)
            if work.failure is not None:
                raise work.failure
            await work.enqueue_replies()
        return work

    async def _waiting(self, busy: set[int], limit: int) -> list[tuple[int, int]]:
        async with self._desk.database.reading() as session:
            return await oldest_waiting(session, busy, limit)

    async def _look(self) -> None:
        """Begin what waits; a register that cannot be read is looked at again later."""
        try:
            await self._begin_waiting()
        except (SQLAlchemyError, OSError) as error:
            log.exception("the register cannot be read", action="store_at_fault", exc_info=error)

    async def _begin_waiting(self) -> None:
        if len(self._busy) < _AT_ONCE and not self._next:
            now = time.monotonic()
            self._paused = {chat: until for chat, until in self._paused.items() if until > now}
            self._next.extend(await self._waiting({*self._busy, *self._paused}, _AHEAD))
        while self._next and len(self._busy) < _AT_ONCE:
            chat, update_id = self._next.popleft()
            self._busy[chat] = asyncio.create_task(self._serve(chat, update_id))
            self._busy[chat].add_done_callback(partial(self._free, chat))

    def _free(self, chat: int, _task: asyncio.Task[None]) -> None:
        self._busy.pop(chat, None)
        self.wake()

    async def _serve(self, chat: int, update_id: int) -> None:
        pause = _FIRST_PAUSE
        try:
            if await self.handle(update_id):
                return
        except Exception as error:
            log.exception("the register cannot be written", action="store_at_fault", exc_info=error)
            pause = _LOOK_AGAIN
        self._paused[chat] = time.monotonic() + pause

    def _patience(self) -> float:
        """Seconds until the next look when nothing wakes us."""
        now = time.monotonic()
        return min([_LOOK_AGAIN, *(max(0.01, until - now) for until in self._paused.values())])

    async def _stop(self) -> None:
        """Let what has begun come to its end: each is one short transaction."""
        await asyncio.gather(*self._busy.values(), return_exceptions=True)
        if self._farewells:
            _, late = await asyncio.wait(self._farewells, timeout=_FAREWELL)
            for one in late:
                one.cancel()
            await asyncio.gather(*late, return_exceptions=True)
