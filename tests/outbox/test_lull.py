"""Waiting that can be ended: by the clock, by a wake-up, and by being told to stop."""

from __future__ import annotations

import asyncio

import pytest

from outbox.lull import woken


async def test_a_wake_up_ends_the_wait() -> None:
    wake = asyncio.Event()
    wake.set()
    await asyncio.wait_for(woken(wake, 60.0), 5)


async def test_the_time_ends_the_wait() -> None:
    await asyncio.wait_for(woken(asyncio.Event(), 0.01), 5)


async def test_told_to_stop_in_the_moment_of_a_wake_up_it_stops() -> None:
    """A loop that swallowed this would never end, and neither would the service."""
    wake = asyncio.Event()

    async def for_ever() -> None:
        while True:
            wake.clear()
            await woken(wake, 60.0)

    loop = asyncio.create_task(for_ever())
    await asyncio.sleep(0)
    wake.set()
    await asyncio.sleep(0)
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(loop, 5)
