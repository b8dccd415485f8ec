"""``duban run``: start in the order in which nothing is missed, stop within ten seconds."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from typing import Any

import structlog

from board.app import create_board
from board.serve import PortTakenError, serve_board
from bot.source import TokenRejectedError
from database.binding import RefusesToSendError, bind
from database.engine import Database
from duban.clock import clock_of
from duban.files import read_files, read_templates
from duban.greeting import choose_road, greet, hear_what_waits
from duban.house import House, Plot
from duban.logs import set_up_logs
from duban.loops import living
from duban.reaching import STRANGER
from duban.settings import Settings
from duban.slot import taken_slot
from duban.store import fill, opened, sqlite_file
from duban.trouble import Trouble, of_the_database
from outbox.gate import Pace

log = structlog.get_logger(__name__)

ENDED_BY = {signal.SIGTERM: 143, signal.SIGINT: 130}


async def serve(settings: Settings) -> int:
    """Until a signal comes; returns the exit code that goes with it."""
    set_up_logs(settings.token)
    stopped: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    for sign in ENDED_BY:
        asyncio.get_running_loop().add_signal_handler(sign, _stop, stopped, sign)
    async with _house(settings) as house:
        name = await greet(house, settings)
        async with _board(settings, house):
            await choose_road(house, settings)
            if settings.webhook_url is None:
                await hear_what_waits(house)
            else:
                await house.worker.work_off()
            await house.sweep()
            async with living(house, polls=settings.webhook_url is None) as broken:
                log.info("the service runs", action="service_started", bot=name)
                await asyncio.wait([stopped, broken], return_when=asyncio.FIRST_COMPLETED)
                if not stopped.done():
                    await _explain(broken)
    log.info("the service ended", action="service_stopped")
    return ENDED_BY[stopped.result()]


def _stop(stopped: asyncio.Future[Any], sign: signal.Signals) -> None:
    if not stopped.done():
        stopped.set_result(sign)


async def _explain(broken: asyncio.Future[Any]) -> None:
    try:
        await broken
    except TokenRejectedError as error:
        raise Trouble(STRANGER) from error
    raise RuntimeError("a loop of the service ended by itself")


@contextlib.asynccontextmanager
async def _house(settings: Settings) -> AsyncIterator[House]:
    files, templates = read_files(settings), read_templates(settings)
    clock = clock_of(settings)
    alone = sqlite_file(settings.store) is not None
    with taken_slot(settings.home, alone=alone) as holder:
        async with opened(settings) as store:
            with of_the_database(settings.store):
                await _claim(settings, store)
                await fill(store, files, clock.now())
            plot = Plot(
                store, clock, files.rules, templates, settings.home, settings.bot_api_url, settings.token, holder
            )
            house = House(plot, Pace())
            try:
                yield house
            finally:
                await house.close()


async def _claim(settings: Settings, store: Database) -> None:
    """A copy of the database that was made for another purpose must not write to people."""
    try:
        async with store.writing() as session:
            await bind(session, settings.deployment, settings.token)
    except RefusesToSendError as error:
        raise Trouble(str(error)) from error


@contextlib.asynccontextmanager
async def _board(settings: Settings, house: House) -> AsyncIterator[None]:
    """The pages, where somebody is to look at them."""
    if settings.listen is None:
        yield
        return
    host, _, port = settings.listen.rpartition(":")
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    app = create_board(house.plot.database, house.plot.clock, house.worker.wake, secret)
    try:
        async with serve_board(app, host.strip("[]"), int(port)):
            yield
    except PortTakenError as error:
        raise Trouble(
            f"端口 {settings.listen} 已被占用或不可用：请关闭占用它的程序，或用 DUBAN_LISTEN 换一个端口。"
        ) from error
