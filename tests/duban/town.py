"""A sandbox server of the test's own, and ``duban`` as a process that is started against it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox import Sandbox
from tests.duban.conftest import TOKEN

PATIENCE = 20.0
"""Seconds until a story is given up."""


@dataclass
class Town:
    """Where the stories play."""

    box: Sandbox
    root: str
    home: Path
    clock: str

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **os.environ,
            "DUBAN_TELEGRAM_TOKEN": TOKEN,
            "DUBAN_BOT_API_URL": self.root,
            "DUBAN_HOME": str(self.home),
            "DUBAN_CLOCK": self.clock,
            **more,
        }

    async def command(self, *words: str, **more: str) -> tuple[int, str, str]:
        """Run ``duban`` to its end; gives exit code, output and errors."""
        process = await _start(self.environment(**more), *words)
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        return process.returncode or 0, out.decode(), err.decode()

    @asynccontextmanager
    async def service(self, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """``duban run`` inside the block; whatever is left of it at the end is killed."""
        process = await _start(self.environment(**more), "run", err=self.home / "errors.log")
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.wait()

    async def at_rest(self) -> dict[str, Any]:
        """Look until the service has nothing left to do; gives the last status."""
        async with asyncio.timeout(PATIENCE):
            while True:
                _, out, err = await self.command("status", "--json")
                status: dict[str, Any] = json.loads(out) if out else {"error": err}
                inbox, outbox = status["inbox"], status["outbox"]
                if not (inbox["waiting"] or outbox["pending"] or outbox["under_way"]):
                    return status

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for something to happen in the chats."""
        happened = asyncio.Event()

        def look(_chat: int) -> None:
            if true():
                happened.set()

        self.box.watchers.add(look)
        try:
            look(0)
            await asyncio.wait_for(happened.wait(), PATIENCE)
        finally:
            self.box.watchers.discard(look)


async def _start(environment: dict[str, str], *words: str, err: Path | None = None) -> asyncio.subprocess.Process:
    with open(err or os.devnull, "ab") as log:  # noqa: ASYNC230, PTH123 - a moment; devnull is no path of ours
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from duban.cli import main; main()",
            *words,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=log if err is not None else asyncio.subprocess.PIPE,
        )
