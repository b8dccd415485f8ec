"""Real processes of the program: started, stopped, killed, and listened to line by line."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from tests.faults.scale import times

PATIENCE = float(times(60, 300))
"""Seconds until a story is given up: on a small machine sixteen processes take long to start."""
_LOOK_AGAIN = 0.05
DUBAN = "from duban.cli import main; main()"
SHORT_LEASES = """
from duban import leadership
from outbox.dispatch import Dispatcher
leadership.LEASE_SECONDS = Dispatcher.__init__.__kwdefaults__["lease_seconds"] = {seconds}
"""


class Running:
    """A process, and the log lines it has written so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())
        self.lines: list[dict[str, Any]] = []
        self.other: list[str] = []
        """What is no log line: sentences for the operator, tracebacks."""

    async def _read(self) -> None:
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            try:
                self.lines.append(json.loads(line))
            except ValueError:
                self.other.append(line.decode().rstrip())
            self._news.set()
        self._news.set()

    async def says(self, action: str, times: int = 1, within: float = PATIENCE) -> dict[str, Any]:
        """Wait until the log has so many lines with this action; gives the last of them."""
        try:
            async with asyncio.timeout(within):
                while len(found := self.said(action)) < times:
                    assert not self._reading.done(), f"it ended without {action}: {self.told()}"
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"nothing of {action}: {self.told()}") from None
        return found[times - 1]

    def said(self, action: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line.get("action") == action]

    def told(self) -> str:
        """All it said, for whoever must find out why a story failed."""
        return "\n".join([*(json.dumps(line, ensure_ascii=False) for line in self.lines[-30:]), *self.other])

    def write(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())

    def stop(self) -> None:
        """It stands still until ``go_on``, without noticing."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def terminate(self) -> None:
        self._process.terminate()

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self.ended()

    async def ended(self, within: float = PATIENCE) -> int:
        """The exit code, once everything it said has been read."""
        async with asyncio.timeout(within):
            code = await self._process.wait()
            await self._reading
        return code


@asynccontextmanager
async def python(*words: str, environment: dict[str, str] | None = None) -> AsyncIterator[Running]:
    """A Python of ours inside the block; whatever is left of it at the end is killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        env=environment or dict(os.environ),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        limit=1_000_000,
    )
    running = Running(process)
    try:
        yield running
    finally:
        await running.kill()


def service(environment: dict[str, str], *, lease: float | None = None) -> AbstractAsyncContextManager[Running]:
    """``duban run``; ``lease``: how many seconds leader and messages are held, the program's own without."""
    shorter = "" if lease is None else SHORT_LEASES.format(seconds=lease)
    return python("-c", shorter + DUBAN, "run", environment=environment)


async def seen(true: Callable[[], bool | Awaitable[bool]], within: float = PATIENCE) -> None:
    """Look again and again until it is so: for what nobody tells, such as the rows of a database."""
    async with asyncio.timeout(within):
        while True:
            found = true()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(_LOOK_AGAIN)


async def first_to_say(running: Sequence[Running], action: str) -> Running:
    """The process that is the first to write such a line."""
    waiting = {asyncio.create_task(one.says(action)): one for one in running}
    done, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    first = next(iter(done))
    first.result()
    return waiting[first]
