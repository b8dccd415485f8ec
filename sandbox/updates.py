"""The queue of updates: kept until the offset passes them, or for a day."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sandbox.answers import conflict

Update = dict[str, Any]

_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """What happened and has not been confirmed by the bot."""

    def __init__(self, clock: Callable[[], datetime], keep: timedelta) -> None:
        self._clock = clock
        self._keep = keep
        self._next_id = 700_000_001
        self._queue: deque[tuple[datetime, Update]] = deque()
        self._poll: asyncio.Future[None] | None = None
        self._arrived = asyncio.Event()
        self.polled = asyncio.Event()
        """Set while a poll waits."""
        self.allowed: Sequence[str] = ()
        self.webhook_set = False
        self.confirmed: list[int] = []
        """Numbers of the updates that the bot says it has; those that were kept too long are not among them."""

    def __len__(self) -> int:
        return len(self._queue)

    def put(self, kind: str, value: dict[str, Any]) -> None:
        wanted = kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT
        if not wanted:
            return
        self._queue.append((self._clock(), {"update_id": self._next_id, kind: value}))
        self._next_id += 1
        self._arrived.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def confirm(self, offset: int) -> None:
        """Forget updates below the offset; a negative one keeps that many from the end."""
        if offset < 0:
            while len(self._queue) > -offset:
                self._forget()
            return
        while self._queue and self._queue[0][1]["update_id"] < offset:
            self._forget()

    def _forget(self) -> None:
        _, update = self._queue.popleft()
        self.confirmed.append(update["update_id"])

    def now(self) -> datetime:
        return self._clock()

    def drop(self) -> None:
        self._queue.clear()

    def waiting(self, limit: int) -> list[Update]:
        oldest = self._clock() - self._keep
        while self._queue and self._queue[0][0] < oldest:
            self._queue.popleft()
        return [update for _, (_, update) in zip(range(limit), self._queue, strict=False)]

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Long poll.

        Raises:
            ApiError: 409 when a webhook is set, or another poller or a webhook takes over while this one waits.
        """
        if self.webhook_set:
            raise conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete it first")
        self.take_over("terminated by other getUpdates request; make sure that only one bot instance is running")
        self.confirm(offset)
        ready = self.waiting(limit)
        if ready or seconds <= 0:
            return ready
        self._poll = mine = asyncio.get_running_loop().create_future()
        self.polled.set()
        try:
            await asyncio.wait({mine}, timeout=seconds)
        finally:
            if self._poll is mine:
                self._poll = None
                self.polled.clear()
        if mine.done():
            mine.result()
        return self.waiting(limit)

    def take_over(self, why: str) -> None:
        """End the poll that waits, with a conflict."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(why))
        self._poll = None

    def release(self) -> None:
        """End the poll that waits, peacefully."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def arrival(self) -> None:
        """Wait until there is something to deliver."""
        while not self._queue:
            self._arrived.clear()
            await self._arrived.wait()
