"""The local Bot API server as a process of its own, so that it takes nothing from the bot that is measured.

It is told what to do by lines of JSON on its input, and answers each with one on its output; the first line out is its
address. It ends with its input.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

from benchmarks.city import FIRST_CHAT
from benchmarks.remote import TOKEN
from database.clock import SystemClock
from sandbox import Limits, Press, Sandbox
from sandbox.http import create_app, serve
from sandbox.things import Message

FIRST_GROUP = -500_001
_PATIENCE = 600.0
_QUIET = 1.0
"""Seconds without a word after which the bot counts as having nothing more to say."""


class Chats:
    """The people in their chats, and the log of what the bot achieved."""

    def __init__(self, people: int, groups: int, limits: bool) -> None:
        self.box = Sandbox(TOKEN, SystemClock().now, limits=Limits() if limits else None)
        self._people = range(FIRST_CHAT, FIRST_CHAT + people)
        for person in self._people:
            self.box.user(person, f"联络员{person}", started=True)
        for number in range(groups):
            self.box.group(FIRST_GROUP - number, f"工作群{number}", self._people[:1])
        self.box.updates.drop()

    async def until(self, method: str, count: int) -> None:
        """Until the bot has achieved ``count`` calls of ``method``."""
        achieved, seen, changed = 0, 0, asyncio.Event()

        def wake(_chat: int) -> None:
            changed.set()

        self.box.watchers.add(wake)
        while achieved < count:
            changed.clear()
            achieved += sum(sent.method == method for sent in self.box.log[seen:])
            seen = len(self.box.log)
            if achieved < count:
                await changed.wait()
        self.box.watchers.discard(wake)

    async def rest(self) -> int:
        """Until the bot has heard everything and has nothing more to say; gives the number of its sends."""
        before = -1
        while len(self.box.updates) or len(self.box.log) != before:
            before = len(self.box.log)
            await asyncio.sleep(_QUIET)
        return before

    async def tally(self) -> dict[str, Any]:
        """What was accepted: how many, how many twice, over how many seconds; and how many were answered 429."""
        log = self.box.log
        copies = Counter((sent.chat_id, sent.text) for sent in log if sent.method == "sendMessage")
        return {
            "sends": len(log),
            "doubled": sum(copies.values()) - len(copies),
            "seconds": (log[-1].at - log[0].at).total_seconds() if log else 0.0,
            "refused": self.box.limits.refused if self.box.limits else 0,
        }

    async def say(self, texts: list[str]) -> None:
        """Everybody writes one text; a text for each person, in the order of their chats."""
        for person, text in zip(self._people, texts, strict=False):
            self.box.say(person, text)

    async def press(self, first: int, people: int, each: int) -> dict[str, Any]:
        """``people`` from number ``first`` on press the first button of their last ``each`` cards, all at once.

        Gives the seconds until each was answered, and how many answers overtook another in their chat.
        """
        pressed = [
            (self.box.press(person, person, card.message_id, 0), time.perf_counter())
            for person in self._people[first : first + people]
            for card in self._cards(person)[-each:]
        ]
        answers = await asyncio.gather(*(_answered(press) for press, _ in pressed))
        by_chat = defaultdict(list)
        for (press, _), answered in zip(pressed, answers, strict=True):
            by_chat[press.person.user_id].append(answered)
        return {
            "seconds": [answered - begun for (_, begun), answered in zip(pressed, answers, strict=True)],
            "overtaken": sum(_disorder(times) for times in by_chat.values()),
        }

    async def disorder(self) -> int:
        """How many edits of the bot came out of the order of the messages that they replace, chat by chat."""
        edits = defaultdict(list)
        for sent in self.box.log:
            if sent.method == "editMessageText":
                edits[sent.chat_id].append(sent.message_id)
        return sum(_disorder(numbers) for numbers in edits.values())

    def _cards(self, chat: int) -> list[Message]:
        return [message for message in self.box.messages(chat) if message.from_bot and message.keyboard]


async def _answered(press: Press) -> float:
    await press.wait(_PATIENCE)
    return time.perf_counter()


def _disorder(values: list[Any]) -> int:
    return sum(later < earlier for earlier, later in pairwise(values))


async def main(setting: dict[str, Any]) -> None:
    chats = Chats(**setting)
    acts: dict[str, Callable[..., Awaitable[Any]]] = {
        "until": chats.until,
        "rest": chats.rest,
        "tally": chats.tally,
        "say": chats.say,
        "press": chats.press,
        "disorder": chats.disorder,
    }
    async with serve(create_app(chats.box)) as root:
        print(root, flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            asked = json.loads(line)
            print(json.dumps(await acts[asked.pop("act")](**asked)), flush=True)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
