"""``duban run``: stand by or lead, serve the board in either case, stop within ten seconds."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from typing import Any

import structlog

from board.app import create_board
from board.serve import PortTakenError, serve_board
from duban import leadership
from duban.clock import clock_of
from duban.files import read_files, read_templates
from duban.house import Plot
from duban.leadership import Leadership
from duban.leading import Leader, claim
from duban.logs import set_up_logs
from duban.reaching import bot_name
from duban.settings import Settings
from duban.slot import taken_slot
from duban.store import opened, sqlite_file
from duban.trouble import Trouble, of_the_database

log = structlog.get_logger(__name__)

ENDED_BY = {signal.SIGTERM: 143, signal.SIGINT: 130}


async def serve(settings: Settings) -> int:
    """Until a signal comes; returns the exit code that goes with it."""
    set_up_logs(settings.token)
    stopped: asyncio.Future[signal.Signals] = asyncio.get_running_loop().create_future()
    for sign in ENDED_BY:
        asyncio.get_running_loop().add_signal_handler(sign, _stop, stopped, sign)
    async with _post(settings) as (plot, leader):
        post = Leadership(plot.database, plot.holder, seconds=leadership.LEASE_SECONDS)
        async with _board(settings, plot, leader, post):
            working = asyncio.create_task(post.run(leader.lead))
            ends: list[asyncio.Future[Any]] = [stopped, working]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            working.cancel()
            await asyncio.wait([working])
            if not stopped.done():
                working.result()
    log.info("the service ended", action="service_stopped")
    return ENDED_BY[stopped.result()]


def _stop(stopped: asyncio.Future[signal.Signals], sign: signal.Signals) -> None:
    if not stopped.done():
        stopped.set_result(sign)


@contextlib.asynccontextmanager
async def _post(settings: Settings) -> AsyncIterator[tuple[Plot, Leader]]:
    """All that a process needs to stand by. Trouble where it could not lead when its turn comes."""
    files, templates = read_files(settings), read_templates(settings)
    clock = clock_of(settings)
    alone = sqlite_file(settings.store) is not None
    with taken_slot(settings.home, alone=alone) as holder:
        async with opened(settings) as store:
            with of_the_database(settings.store):
                await claim(settings, store)
            await bot_name(settings)
            plot = Plot(
                store, clock, files.rules, templates, settings.home, settings.bot_api_url, settings.token, holder
            )
            yield plot, Leader(settings, files, plot)


@contextlib.asynccontextmanager
async def _board(settings: Settings, plot: Plot, leader: Leader, post: Leadership) -> AsyncIterator[None]:
    """The pages, where somebody is to look at them."""
    if settings.listen is None:
        yield
        return
    host, _, port = settings.listen.rpartition(":")
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    app = create_board(plot.database, plot.clock, leader.updates_arrived, secret, lambda: post.leads)
    try:
        async with serve_board(app, host.strip("[]"), int(port)):
            yield
    except PortTakenError as error:
        raise Trouble(
            f"端口 {settings.listen} 已被占用或不可用：请关闭占用它的程序，或用 DUBAN_LISTEN 换一个端口。"
        ) from error
