"""The loops of a living house: they run until they are told to stop, or one of them cannot go on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from duban.house import House
from schedules.runner import Ticker


@asynccontextmanager
async def living(house: House, *, polls: bool = True) -> AsyncIterator[asyncio.Future[Any]]:
    """Run the loops inside the block. The future given ends, with its error, when a loop ends by itself."""
    dispatching = asyncio.create_task(house.dispatcher.run())
    parts = (house.worker, house.compiler, house.fetcher, house.reader)
    loops = [asyncio.create_task(part.run()) for part in parts]
    ear = house.poller() if polls else house.pushed()
    loops.append(asyncio.create_task(ear.run()))
    ticker = Ticker(house.sweep)
    ticker.start()
    house.live = True
    broken = asyncio.ensure_future(_first_end([dispatching, *loops]))
    try:
        yield broken
    finally:
        house.live = False
        broken.cancel()
        ticker.stop()
        house.dispatcher.stop()
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, dispatching, broken, return_exceptions=True)


async def _first_end(loops: list[asyncio.Task[None]]) -> None:
    ended, _ = await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
    for loop in ended:
        loop.result()
