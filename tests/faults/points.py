"""The named points at which a life of the program can be ended; used only inside a process that may die."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

import aiohttp
from sqlmodel.ext.asyncio.session import AsyncSession

import bot.poll
import duban.amending
import outbox.turn
import register.amending.amend
import schedules.sweep
from bot.channel import TelegramChannel
from bot.transaction import Work
from database.engine import Database
from outbox.message import Message
from outbox.outcome import Outcome, Sent
from outbox.settle import Attempt

RECEIVING = (
    UPDATE_TAKEN := "an update is taken in, not committed",
    UPDATE_KEPT := "an update is committed, the offset not moved",
    ACT_DONE := "an act is done, not committed",
    ACT_KEPT := "an act is committed, nothing sent",
)
SENDING = (
    CLAIMED := "messages are claimed and marked, not committed",
    NOT_CALLED := "marked as sending, not called",
    UNANSWERED := "in the middle of the call",
    UNRECORDED := "answered, not recorded",
    RECORDED := "an outcome is recorded",
    BETWEEN_PARTS := "between part 1 and 2 of a long message",
)
SWEEPING = (
    SWEEP_DONE := "in the middle of the sweep's transaction",
    SWEEP_KEPT := "the sweep is committed, nothing sent",
)

APPLYING = (
    PLAN_SEEN := "a plan file is read and the register looked at, nothing begun",
    TASK_BROUGHT := "a task of the changed plan is brought, others not yet",
    PLAN_BROUGHT := "a plan is brought, not committed",
    PLAN_KEPT := "a plan is committed, nobody told so",
)

BEFORE_COMMIT = {
    "received": UPDATE_TAKEN,
    "handled": ACT_DONE,
    "claimed": CLAIMED,
    "swept": SWEEP_DONE,
    "brought": PLAN_BROUGHT,
}
AFTER_COMMIT = {
    "received": UPDATE_KEPT,
    "handled": ACT_KEPT,
    "recorded": RECORDED,
    "first part": BETWEEN_PARTS,
    "swept": SWEEP_KEPT,
    "brought": PLAN_KEPT,
}

_done: ContextVar[set[str]] = ContextVar("done")
"""What the open transaction has done so far."""


class Trap:
    """Ends the process with -9 when its point is passed for the ``nth`` time."""

    def __init__(self, point: str, nth: int) -> None:
        self._point, self._left = point, nth

    def passed(self, point: str | None) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                die()


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives -9")


def lay(trap: Trap) -> None:
    """Put the trap around the real functions of this process."""
    _watch_commits(trap)
    _watch_transactions()
    _watch_plans(trap)
    _watch_calls(trap)


def _watch_commits(trap: Trap) -> None:
    writing = Database.writing

    @asynccontextmanager
    async def watched(self: Database) -> AsyncIterator[AsyncSession]:
        done: set[str] = set()
        mark = _done.set(done)
        try:
            async with writing(self) as session:
                yield session
                for what in done:
                    trap.passed(BEFORE_COMMIT.get(what))
        finally:
            _done.reset(mark)
        for what in done:
            trap.passed(AFTER_COMMIT.get(what))

    _put(Database, "writing", watched)


def _watch_transactions() -> None:
    _note(bot.poll, "receive", lambda new, *_: {"received"} if new else set())
    _note(Work, "enqueue_replies", lambda *_: {"handled"})
    _note(outbox.turn, "claim", lambda claimed, *_: {"claimed"} if claimed else set())
    _note(outbox.turn, "settle", lambda _, _session, attempts, *_more: _landed(attempts))
    _note(schedules.sweep, "_morning", lambda *_: {"swept"})


def _landed(attempts: Sequence[Attempt]) -> set[str]:
    first = any(isinstance(one.outcome, Sent) and one.message.part < one.message.parts for one in attempts)
    return {name for name, so in {"recorded": attempts, "first part": first}.items() if so}


def _watch_plans(trap: Trap) -> None:
    for way in ("amend_plan", "install_plan"):
        _note(duban.amending, way, lambda *_: {"brought"})
    _stand_behind(trap, PLAN_SEEN, duban.amending, "revision_of")
    _stand_behind(trap, TASK_BROUGHT, register.amending.amend, "bring_task")


def _stand_behind(trap: Trap, point: str, place: object, name: str) -> None:
    """The point is passed as often as the function has done its work."""
    work: Callable[..., Awaitable[Any]] = getattr(place, name)

    async def watched(*arguments: Any) -> Any:
        result = await work(*arguments)
        trap.passed(point)
        return result

    _put(place, name, watched)


def _note(place: object, name: str, done: Callable[..., set[str]]) -> None:
    """Remember, in the transaction at hand, what a function has done; ``done`` sees its result and arguments."""
    work: Callable[..., Awaitable[Any]] = getattr(place, name)

    async def noted(*arguments: Any, **named: Any) -> Any:
        result = await work(*arguments, **named)
        _done.get().update(done(result, *arguments))
        return result

    _put(place, name, noted)


def _watch_calls(trap: Trap) -> None:
    deliver, write = TelegramChannel.deliver, aiohttp.ClientRequest.write_bytes

    async def delivered(self: TelegramChannel, message: Message, text: str) -> Outcome:
        trap.passed(NOT_CALLED)
        outcome = await deliver(self, message, text)
        trap.passed(UNRECORDED)
        return outcome

    async def written(self: aiohttp.ClientRequest, *arguments: Any) -> None:
        await write(self, *arguments)
        if self.url.path.endswith("/sendMessage"):
            trap.passed(UNANSWERED)

    _put(TelegramChannel, "deliver", delivered)
    _put(aiohttp.ClientRequest, "write_bytes", written)


def _put(place: object, name: str, replacement: object) -> None:
    assert hasattr(place, name), f"{place} has no {name} any more"
    setattr(place, name, replacement)
