"""One hand of many, as a process of its own: it sweeps, or it sends, as the story tells it by lines on its input.

``python -m tests.faults.hand ROLE DATABASE ROOT HOLDER LEASE``, where a lease of 0 seconds is the program's own.

- ``sweeper``: ``at INSTANT`` moves its clock and sweeps;
- ``sender``: sends what is owed from ``begin`` on; ``at INSTANT`` moves its clock;
- ``at-the-door``: a sender that stands still just before each message leaves, until ``go``;
- ``in-line``: a sender so slow that what it has claimed waits in its line.

With a lease given it keeps the machine's time, and otherwise the story's.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from unittest.mock import patch

import structlog

from bot.channel import TelegramChannel
from database.clock import Clock, SteerableClock, SystemClock
from database.engine import Database
from duban import house as parts
from duban.house import House, Plot
from duban.logs import set_up_logs
from outbox.dispatch import Dispatcher
from outbox.gate import UNLIMITED, Pace
from outbox.message import Message
from outbox.outcome import Outcome
from tests.harness.chat import RULES, START, TOKEN, shipped_templates

log = structlog.get_logger(__name__)

_PACES = {"in-line": Pace(per_second=0.2), "at-the-door": UNLIMITED}
_opened = asyncio.Event()


class Door(TelegramChannel):
    """The last instant before a message leaves, made as long as the story wants.

    Not even the sender's own time limit gets it away from there: as if the process had been stopped between that
    check and the first byte.
    """

    async def deliver(self, message: Message, text: str) -> Outcome:
        log.info("at the door", action="at_the_door", id=message.id)
        with suppress(asyncio.CancelledError):
            await _opened.wait()
        return await super().deliver(message, text)


async def main(role: str, store: str, root: str, holder: str, lease: str) -> None:
    set_up_logs(TOKEN)
    database = Database(store)
    clock: Clock = SystemClock() if float(lease) else SteerableClock(START)
    words = shipped_templates()
    plot = Plot(database, clock, RULES, words, Path(tempfile.gettempdir()), root, TOKEN, holder)
    house = _house(role, plot, float(lease))
    await house.application.initialize()
    log.info("here", action="here")
    sending: asyncio.Task[None] | None = None
    async for word, rest in _told():
        if word == "begin":
            sending = asyncio.create_task(house.dispatcher.run())
        elif word == "go":
            _opened.set()
        elif isinstance(clock, SteerableClock):
            clock.move_to(datetime.fromisoformat(rest))
            if role == "sweeper":
                await house.sweep()
                log.info("swept", action="swept")
            house.dispatcher.nudge()
    house.dispatcher.stop()
    if sending is not None:
        await sending
    await house.close()
    await database.close()


def _house(role: str, plot: Plot, lease: float) -> House:
    dispatcher = partial(Dispatcher, lease_seconds=lease) if lease else Dispatcher
    channel = Door if role == "at-the-door" else TelegramChannel
    with patch.object(parts, "Dispatcher", dispatcher), patch.object(parts, "TelegramChannel", channel):
        return House(plot, _PACES.get(role, Pace()))


async def _told() -> AsyncIterator[tuple[str, str]]:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        word, _, rest = line.decode().strip().partition(" ")
        yield word, rest


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
