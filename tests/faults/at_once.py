"""Many people act in the same moment, and the live worker serves them, several chats side by side."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from sandbox import Press
from tests.faults.invariants import broken_promises
from tests.harness.chat import RULES, Town

PATIENCE = 300.0
"""Seconds until a story is given up."""


@dataclass
class Crowd:
    """Who acts; nothing is heard before ``serve``."""

    town: Town
    together: list[frozenset[int]] = field(default_factory=list)
    """The updates that were being handled, as each began."""
    _under_way: set[int] = field(default_factory=set)

    def press(self, name: str, label: str) -> Press:
        """The newest button of this label in the person's chat."""
        chat = self.town.people[name]
        shown = [one for one in self.town.box.messages(chat) if label in one.buttons]
        assert shown, f"{name}没有“{label}”按钮；最后一条：{self.town.last(name)}"
        return self.town.box.press(chat, chat, shown[-1].message_id, label)

    def press_again(self, press: Press) -> Press:
        """Quick fingers: the same person, the same button of the same message."""
        chat, number = press.message.chat.chat_id, press.message.message_id
        return self.town.box.press(press.person.user_id, chat, number, press.data, stale=True)

    async def serve(self, *, sending: bool = False) -> int:
        """Everything that was done is handled by the running worker; returns how many updates these were.

        ``sending``: the dispatcher runs beside it, for the last time in this town.
        """
        begun = len(self.together)
        handled = asyncio.Queue[int]()
        working = asyncio.create_task(self._worked(handled))
        dispatching = asyncio.create_task(self.town.dispatcher.run()) if sending else None
        async with asyncio.timeout(PATIENCE):
            new = 0
            while more := await self.town.poller.take_in():
                new += more
            for _ in range(new):
                await handled.get()
        await _ended(working)
        if dispatching is not None:
            self.town.dispatcher.stop()
            await dispatching
        await self.town.settle()
        assert len(self.together) == begun + new
        return new

    async def _worked(self, handled: asyncio.Queue[int]) -> None:
        worker = self.town.worker
        handle = worker.handle

        async def noted(update_id: int) -> bool:
            self._under_way.add(update_id)
            self.together.append(frozenset(self._under_way))
            try:
                return await handle(update_id)
            finally:
                self._under_way.discard(update_id)
                handled.put_nowait(update_id)

        worker.handle = noted  # type: ignore[method-assign]  # the worker itself is what runs; here it is only watched
        try:
            await worker.run()
        finally:
            worker.handle = handle  # type: ignore[method-assign]

    async def broken(self, *, swept: bool = True) -> list[str]:
        """The promises that do not hold now; ``swept``: the schedules took part."""
        schedules = (RULES, self.town.clock.now()) if swept else None
        return await broken_promises(self.town.database, self.town.box, swept=schedules)


async def _ended(loop: asyncio.Task[None]) -> None:
    """Stop a loop; asked more than once, since a wait that is over in the same moment may swallow the first word."""
    while not loop.done():
        loop.cancel()
        await asyncio.wait([loop], timeout=1)
