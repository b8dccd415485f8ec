"""What the leader does, from taking over to its end: hear what waits, say what is due, and go on so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from bot.source import TokenRejectedError
from database.binding import RefusesToSendError, bind
from database.engine import Database
from duban.files import Files
from duban.greeting import choose_road, greet, hear_what_waits
from duban.house import House, Plot
from duban.loops import living
from duban.reaching import STRANGER
from duban.settings import Settings
from duban.store import fill
from duban.trouble import Trouble
from outbox.dispatch import NotLetInError
from outbox.gate import Pace

log = structlog.get_logger(__name__)


class Leader:
    """One process's share of the service's work. Each term begins with a house of its own: nothing is left over."""

    def __init__(self, settings: Settings, files: Files, plot: Plot) -> None:
        self._settings, self._files, self._plot = settings, files, plot
        self._wake: Callable[[], None] | None = None

    def updates_arrived(self) -> None:
        """Somebody wrote into the inbox. Another process that leads will look by itself."""
        if self._wake is not None:
            self._wake()

    async def lead(self) -> None:
        """Until cancelled, in the order in which nothing is missed. Trouble that a person must mend ends it."""
        await claim(self._settings, self._plot.database)
        await fill(self._plot.database, self._files, self._plot.clock.now())
        house = House(self._plot, Pace())
        self._wake = house.worker.wake
        try:
            await self._take_over(house)
        finally:
            self._wake = None
            await house.close()

    async def _take_over(self, house: House) -> None:
        polls = self._settings.webhook_url is None
        name = await greet(house)
        await choose_road(house, self._settings)
        if polls:
            await hear_what_waits(house)
        else:
            await house.pushed().look()
            await house.worker.work_off()
        await house.sweep()
        async with living(house, polls=polls) as broken:
            log.info("the service runs", action="service_started", bot=name)
            await _explained(broken)


async def claim(settings: Settings, store: Database) -> None:
    """A copy of the database that was made for another purpose must not write to people."""
    try:
        async with store.writing() as session:
            await bind(session, settings.deployment, settings.token)
    except RefusesToSendError as error:
        raise Trouble(str(error)) from error


async def _explained(broken: asyncio.Future[Any]) -> None:
    try:
        await broken
    except (TokenRejectedError, NotLetInError) as error:
        raise Trouble(STRANGER) from error
    raise RuntimeError("a loop of the service ended by itself")
