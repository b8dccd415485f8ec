"""The other end of ``benchmarks/server.py``."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

TOKEN = "100000:a-bot-that-only-the-benchmarks-know"  # noqa: S105 - the sandbox's own bot; it opens nothing else
ROOT = Path(__file__).resolve().parents[1]
_LINE = 2**24
_PATIENCE = 600.0
"""Seconds until a run in which nothing happens any more is given up."""


class Remote:
    """A local Bot API server and its people, in a process of their own; ``root`` is its address."""

    def __init__(self, process: Process, root: str) -> None:
        self._process = process
        self.root = root

    async def ask(self, act: str, **what: Any) -> Any:
        """Have something done there; the acts are the public methods of ``benchmarks.server.Chats``."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"act": act} | what).encode() + b"\n")
        async with asyncio.timeout(_PATIENCE):
            return json.loads(await self._process.stdout.readline())


@asynccontextmanager
async def bot_api(people: int, *, groups: int = 0, limits: bool = False) -> AsyncIterator[Remote]:
    """``limits``: whether Telegram's limits are enforced. Chats are numbered from ``city.FIRST_CHAT`` on."""
    setting = json.dumps({"people": people, "groups": groups, "limits": limits})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.server", setting, stdin=PIPE, stdout=PIPE, cwd=ROOT, limit=_LINE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Remote(process, (await process.stdout.readline()).decode().strip())
    finally:
        process.stdin.close()
        await process.wait()
