"""``duban demo``: everything on this machine, a cast of people bound, the clock in the visitor's hand."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import SecretStr

from database.clock import SteerableClock
from duban.cast import cast_of, invitations
from duban.files import Files, read_files, read_templates
from duban.greeting import hear_what_waits
from duban.house import House, Plot
from duban.logs import set_up_logs
from duban.loops import living
from duban.settings import Settings
from duban.slot import taken_slot
from duban.stage import DemoStage
from duban.store import fill, opened
from duban.trouble import Trouble
from outbox.gate import UNLIMITED
from sandbox import Sandbox
from sandbox.http import PortInUseError, create_app, serve
from sandbox.stage import StageSeat

TOKEN = "100000:demo-bot-of-the-sandbox"  # noqa: S105 - the sandbox's own bot; it opens nothing else
START = datetime.fromisoformat("2021-05-15T09:00:00+08:00")
_PAGE = "/sandbox/"


async def demo(settings: Settings, port: int, ready: Callable[[str], None], *, browser: bool) -> None:
    """Until Ctrl-C or SIGTERM. ``ready`` is told the address to open. Trouble when the port is taken."""
    set_up_logs(TOKEN, logging.WARNING)
    ended = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    async with stand(settings, port) as standing:
        page = standing.address + _PAGE
        ready(page)
        if browser:
            await asyncio.to_thread(webbrowser.open, page)
        leaving = asyncio.create_task(ended.wait())
        await asyncio.wait([leaving, standing.broken], return_when=asyncio.FIRST_COMPLETED)
        if not leaving.done():
            await standing.broken


class Demo(NamedTuple):
    """A demo that runs."""

    address: str
    """The sandbox server's root."""
    stage: DemoStage
    broken: asyncio.Future[Any]
    """Ends, with its error, when a loop of the house does."""


@asynccontextmanager
async def stand(settings: Settings, port: int) -> AsyncIterator[Demo]:
    """The demo, running inside the block. Trouble when the port is taken."""
    clock, files = SteerableClock(settings.clock or START), read_files(settings)
    box = Sandbox(TOKEN, clock.now)
    stage = DemoStage(clock, files.rules, box)
    try:
        async with serve(create_app(box, stage), port=port) as address:
            own = settings.model_copy(update=_own(settings, address))
            async with _house(own, files, clock) as house:
                stage.raise_curtain(house, await _seat_cast(house, box))
                async with living(house) as broken:
                    yield Demo(address, stage, broken)
    except PortInUseError as error:
        raise Trouble(f"{error}可用 --port 指定另一个端口。") from error


def _own(settings: Settings, address: str) -> dict[str, object]:
    """The demo keeps to itself: its own folder, database and bot, whatever the deployment's are."""
    home = settings.home / "demo"
    store = f"sqlite:///{home / 'duban.db'}"
    return {"home": home, "database_url": store, "bot_api_url": address, "telegram_token": SecretStr(TOKEN)}


@asynccontextmanager
async def _house(settings: Settings, files: Files, clock: SteerableClock) -> AsyncIterator[House]:
    """A house on an empty register."""
    templates = read_templates(settings)
    with taken_slot(settings.home, alone=True) as holder:
        _clear(settings.home)
        async with opened(settings, durable=False) as store:
            await fill(store, files, clock.now())
            plot = Plot(store, clock, files.rules, templates, settings.home, settings.bot_api_url, TOKEN, holder)
            house = House(plot, UNLIMITED)
            try:
                await house.application.initialize()
                yield house
            finally:
                await house.close()


def _clear(home: Path) -> None:
    """Every demo begins anew; the lock by which this one holds the folder stays."""
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix != ".lock":
            path.unlink()


async def _seat_cast(house: House, box: Sandbox) -> list[StageSeat]:
    """Everybody comes in as in real life: by an invitation, through the chat."""
    plot = house.plot
    async with plot.database.writing() as session:
        cast = await cast_of(session)
        secrets = await invitations(session, cast, plot.clock.now())
    for member, secret in zip(cast, secrets, strict=True):
        box.user(member.shown.user_id, member.shown.name)
        box.say(member.shown.user_id, f"/start {secret}")
    await hear_what_waits(house)
    await house.settle()
    return [member.shown for member in cast]
