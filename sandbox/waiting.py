"""Waiting for events with a time limit."""

import asyncio


async def first_of(events: set[asyncio.Event], seconds: float | None = None) -> None:
    """Return when one of the events is set, or after so many seconds."""
    waiting = {asyncio.ensure_future(event.wait()) for event in events}
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
