"""Resident memory of ``duban run`` after a busy hour of the real plan, packed into minutes; the peer is an echo bot.

Everybody comes in by an invitation; the morning's digests open a round; then all write and press, turn after turn.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from benchmarks.remote import ROOT, TOKEN, Remote, bot_api
from benchmarks.row import note, show
from duban.cast import cast_of, invitations
from duban.files import read_files
from duban.settings import Settings
from duban.store import fill, opened

_START = datetime.fromisoformat("2021-06-24T08:59:00+08:00")
"""A minute before a round opens."""
_TO_REACH = 130.0
_TEXTS = ("/tasks", "/help", "本周已完成清表，正在办理供地手续。", "/task 5", "/report 2021Q2")


def main(*, small: bool = False) -> None:
    asyncio.run(_main(turns=2 if small else 20))


async def _main(turns: int) -> None:
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home:
        secrets = await _invite(Path(home))
        async with bot_api(len(secrets)) as remote, _service(Path(home), remote.root) as service:
            await remote.ask("say", texts=[f"/start {secret}" for secret in secrets])
            await remote.ask("rest")
            half = await _busy(remote, service, len(secrets), turns // 2)
            ours = await _busy(remote, service, len(secrets), turns // 2)
            sends = (await remote.ask("tally"))["sends"]
    async with bot_api(len(secrets)) as remote, _echo(remote.root) as echo:
        peer = await _busy(remote, echo, len(secrets), turns)
    show("resident memory, bot running", ours, _TO_REACH, "MB", "to reach")
    show("resident memory, bot running", ours, peer, "MB", "echo bot")
    note(f"{len(secrets)} people, {turns} turns, {sends:,} messages; after half of it {half:.1f} MB")


async def _invite(home: Path) -> list[str]:
    """A secret for every seat of the plan."""
    settings = Settings(home=home, telegram_token=SecretStr(TOKEN), clock=_START)
    async with opened(settings) as store:
        await fill(store, read_files(settings), _START)
        async with store.writing() as session:
            return await invitations(session, await cast_of(session), _START)


async def _busy(remote: Remote, process: Process, people: int, turns: int) -> float:
    """Let everybody write and press ``turns`` times; gives the megabytes then held."""
    for turn in range(turns):
        await remote.ask("say", texts=[_TEXTS[turn % len(_TEXTS)]] * people)
        await remote.ask("rest")
        await remote.ask("press", first=0, people=people, each=1)
    await remote.ask("rest")
    return await _resident(process.pid)


async def _resident(number: int) -> float:
    told = await asyncio.create_subprocess_exec("ps", "-o", "rss=", "-p", str(number), stdout=PIPE)
    return int((await told.communicate())[0]) / 1024


@asynccontextmanager
async def _service(home: Path, root: str) -> AsyncIterator[Process]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")},
        "DUBAN_TELEGRAM_TOKEN": TOKEN,
        "DUBAN_BOT_API_URL": root,
        "DUBAN_HOME": str(home),
        "DUBAN_CLOCK": _START.isoformat(),
    }
    with (home / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "duban", "run", env=environment, cwd=ROOT, stderr=log
        )
        try:
            yield process
        finally:
            process.terminate()
            await process.wait()


@asynccontextmanager
async def _echo(root: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.echo", root, cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        await process.stdout.readline()
        yield process
    finally:
        process.stdin.close()
        await process.wait()
