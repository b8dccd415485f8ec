"""Tells open pages what changed, as server-sent events; many changes at once become one."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from sandbox.waiting import first_of

_GATHER = 0.08
"""Seconds in which changes are gathered."""
_PULSE = 0.25
"""Seconds between two looks at a clock that is moving."""
_KEEP_ALIVE = 15.0


class _Reader:
    def __init__(self) -> None:
        self.chats: set[int] = set()
        self.woken = asyncio.Event()


class Live:
    """The open pages; `head` gives what every event carries: the clock."""

    def __init__(self, head: Callable[[], dict[str, Any]]) -> None:
        self._head = head
        self._readers: set[_Reader] = set()

    def chat_changed(self, chat_id: int) -> None:
        for reader in self._readers:
            reader.chats.add(chat_id)
            reader.woken.set()

    def clock_changed(self) -> None:
        for reader in self._readers:
            reader.woken.set()

    async def events(self, farewell: asyncio.Event) -> AsyncIterator[str]:
        """Text of the event stream, until the server says farewell."""
        with self._reader() as reader:
            while not farewell.is_set():
                head = self._head()
                changed, reader.chats = sorted(reader.chats), set()
                yield f"data: {json.dumps({**head, 'chats': changed}, ensure_ascii=False)}\n\n"
                await first_of({reader.woken, farewell}, _PULSE if head["busy"] else _KEEP_ALIVE)
                await first_of({farewell}, _GATHER)
                reader.woken.clear()

    @contextlib.contextmanager
    def _reader(self) -> Iterator[_Reader]:
        reader = _Reader()
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)
