"""A sandbox server of the test's own, and ``duban`` as a process that is started against it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from duban.settings import Settings
from duban.standing import status_of
from sandbox import Sandbox
from tests.duban.conftest import TOKEN

PATIENCE = 30.0
"""Seconds until a story is given up."""


@dataclass
class Town:
    """Where the stories play."""

    box: Sandbox
    root: str
    home: Path
    clock: datetime
    """When the next run starts."""
    store: str | None = None
    """The database's address; without one it is a SQLite file below ``home``."""

    def environment(self) -> dict[str, str]:
        store = {"DUBAN_DATABASE_URL": self.store} if self.store is not None else {}
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")},
            "DUBAN_TELEGRAM_TOKEN": TOKEN,
            "DUBAN_BOT_API_URL": self.root,
            "DUBAN_HOME": str(self.home),
            "DUBAN_CLOCK": self.clock.isoformat(),
            **store,
        }

    @property
    def settings(self) -> Settings:
        return Settings(
            home=self.home,
            bot_api_url=self.root,
            telegram_token=SecretStr(TOKEN),
            clock=self.clock,
            database_url=self.store,
        )

    @asynccontextmanager
    async def service(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """``duban run`` inside the block; whatever is left of it at the end is killed."""
        process = await run_duban(self.environment(), "run", log=self.home / "errors.log")
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
                status = await status_of(self.settings)
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


async def run_duban(environment: dict[str, str], *words: str, log: Path) -> asyncio.subprocess.Process:
    """Start the command line; what it says for operators goes to ``log``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from duban.cli import main; main()",
            *words,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
