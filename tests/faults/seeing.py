"""Waiting for something to happen in the chats."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sandbox import Sandbox


async def until(box: Sandbox, true: Callable[[], object], seconds: float = 30.0) -> None:
    """Look at every change in a chat until it is so; TimeoutError after ``seconds``."""
    happened = asyncio.Event()

    def look(_chat: int) -> None:
        if true():
            happened.set()

    box.watchers.add(look)
    try:
        look(0)
        await asyncio.wait_for(happened.wait(), seconds)
    finally:
        box.watchers.discard(look)
