"""Who goes first, who takes turns, and in what order a chat is served while many are served at once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from bot.inbox import InboxUpdate
from database.engine import Database
from outbox.gate import Pace
from outbox.message import Owed, Priority
from plans.roles import Role
from sandbox import Limits
from tests.bot.looking import rows
from tests.faults.at_once import Crowd
from tests.faults.rig import Rig, running_rig
from tests.faults.scale import FULL, times
from tests.harness.chat import running_town
from tests.harness.stores import store_url

FIRST_CHAT = 10_000
CLAIMED_AHEAD = 128
"""So many messages a dispatcher takes into its own short line."""
LONGEST_WAIT = 5.0
"""Seconds that an escalation may wait behind reminders."""


@pytest.fixture
async def paced(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    """Telegram's limits are enforced, and our own pace keeps within them."""
    async with running_rig(database, tmp_path, limits=Limits(), pace=Pace()) as rig:
        yield rig


@asynccontextmanager
async def sending(rig: Rig) -> AsyncIterator[None]:
    running = asyncio.create_task(rig.house.dispatcher.run())
    try:
        yield
    finally:
        rig.house.dispatcher.stop()
        await running


class Arrivals:
    """The moments at which the server accepted words, by its own log."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self.at: list[float] = []
        self._grown = asyncio.Event()
        rig.box.watchers.add(self._look)

    def _look(self, _chat: int) -> None:
        self.at += [monotonic()] * (len(self._rig.box.log) - len(self.at))
        self._grown.set()

    async def until(self, words: str = "", *, count: int = 1) -> float:
        """When ``count`` messages with these words had arrived."""
        async with asyncio.timeout(60):
            while True:
                places = [place for place, sent in enumerate(self._rig.box.log) if words in sent.text]
                if len(places) >= count and places[count - 1] < len(self.at):
                    return self.at[places[count - 1]]
                self._grown.clear()
                await self._grown.wait()


def _owed(rig: Rig, number: int, words: str, **more: object) -> Owed:
    chat = FIRST_CHAT + number
    rig.box.user(chat, str(chat), started=True)
    key = f"{words}/{number}"
    message = {"key": key, "address": str(chat), "kind": "other", "template": "said", "facts": {"words": key}}
    return Owed.model_validate(message | more)


def _reminders(rig: Rig, count: int, group: str = "发改委", first: int = 0) -> list[Owed]:
    return [_owed(rig, first + number, f"提醒{group}", group=group) for number in range(count)]


async def test_300_waiting_reminders_do_not_hold_up_an_escalation(paced: Rig) -> None:
    arrivals = Arrivals(paced)
    await paced.owe(*_reminders(paced, 300))
    async with sending(paced):
        await arrivals.until(count=20)
        # The second goes to a chat for which a reminder waits as well.
        urgent = [_owed(paced, number, "约谈", group="水利局", priority=Priority.ESCALATION) for number in (900, 299)]
        owed_at = monotonic()
        await paced.owe(*urgent)
        paced.house.dispatcher.nudge()
        arrived = await arrivals.until("约谈", count=2)
        if FULL:
            await arrivals.until(count=302)

    assert arrived - owed_at < LONGEST_WAIT
    waiting = [row for row in await paced.rows() if row.state == "pending"]
    assert len(waiting) > 100 or FULL, "they did not have to overtake anybody"
    assert await paced.broken() == []


async def test_the_few_messages_of_a_unit_do_not_wait_for_the_many_of_another(paced: Rig) -> None:
    arrivals = Arrivals(paced)
    await paced.owe(*_reminders(paced, 300))
    small = ("水利局", "教育局", "税务局")
    async with sending(paced):
        await arrivals.until(count=20)
        begun = len(paced.box.log)
        for place, unit in enumerate(small):
            await paced.owe(*_reminders(paced, 3, unit, 1000 + 10 * place))
        paced.house.dispatcher.nudge()
        for unit in small:
            await arrivals.until(unit, count=3)
        if FULL:
            await arrivals.until(count=309)

    order = [sent.text for sent in paced.box.log[begun:]]
    last = max(place for place, text in enumerate(order) if any(unit in text for unit in small))
    assert last < CLAIMED_AHEAD, "they waited longer than for what had been claimed before they came"
    assert await paced.broken() == []


@pytest.fixture(params=["sqlite", "postgresql"])
async def crowd(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Crowd]:
    async with running_town(tmp_path, store_url(request.param, request)) as town:
        yield Crowd(town)
        town.passes_over(*town.people)


async def test_each_chat_is_answered_in_its_order_while_many_are_served_at_once(crowd: Crowd) -> None:
    names, numbers = [f"联络员{number}" for number in range(12)], range(101, 101 + times(8, 50))
    await crowd.town.seat(dict.fromkeys(names, ("水利局", Role.CONTACT)))
    for number in numbers:
        for name in names:
            crowd.town.box.say(crowd.town.people[name], f"/task {number}")
    await crowd.serve(sending=True)

    heard = defaultdict[int, list[str]](list)
    for sent in crowd.town.box.log:
        heard[sent.chat_id].append(sent.text)
    expected = [f"没有第{number}项。" for number in numbers]
    assert [name for name in names if heard[crowd.town.people[name]] != expected] == []
    chats = {update.update_id: update.chat_id for update in await rows(crowd.town, InboxUpdate)}
    at_once = [[chats[update] for update in together] for together in crowd.together]
    assert all(len(set(chats)) == len(chats) for chats in at_once), "one chat was served twice at the same time"
    assert max(map(len, at_once)) > 4, "they were served one by one"
    assert await crowd.broken(swept=False) == []
