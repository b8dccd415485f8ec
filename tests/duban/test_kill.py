"""``duban run`` is killed with -9 while it receives and while it sends, and started again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.inbox import InboxState, InboxUpdate
from database.engine import Database
from duban.inviting import open_way_in
from outbox.message import DeliveryState, Message
from plans.roles import Role
from sandbox import Sandbox
from sandbox.faults import slow
from sandbox.http import create_app, serve
from tests.duban.conftest import TOKEN
from tests.duban.town import Town

NIGHT = datetime.fromisoformat("2021-06-15T05:00:00+08:00")
MORNING = datetime.fromisoformat("2021-06-15T09:00:00+08:00")
UNITS = ("产业集聚区管委会", "自然资源和规划局", "发改委", "住建局", "科工局", "税务局")


@pytest.fixture
async def town(home: Path) -> AsyncIterator[Town]:
    box = Sandbox(TOKEN, lambda: datetime.now(UTC))
    async with serve(create_app(box)) as root:
        yield Town(box, root, home / "var", NIGHT)


async def test_nothing_is_lost_and_nothing_comes_twice(town: Town) -> None:
    words = await _invite(town)
    town.box.faults.add(slow(0.2), method="sendMessage", times=None)
    async with town.service() as service:
        for person, start in words.items():
            town.box.say(person, start)
        await town.until(lambda: town.box.log)
        service.kill()  # it has just begun to answer
    town.clock = MORNING
    async with town.service() as service:
        await town.until(lambda: any(sent.text.startswith("督办提醒") for sent in town.box.log))
        for person in words:
            town.box.say(person, "/tasks")
        service.kill()  # it sends the morning's digests, and six people write
    async with town.service() as service:
        status = await town.at_rest()
        service.terminate()
        assert await asyncio.wait_for(service.wait(), 12) == 143

    assert status["inbox"] == {"waiting": 0, "set_aside": 0}
    heard, owed = await _records(town)
    assert len(heard) == 2 * len(words)
    assert all(update.state is InboxState.DONE for update in heard)
    kinds = Counter((row.template, row.address) for row in owed)
    for person in words:
        assert (kinds["welcome", str(person)], kinds["digest", str(person)]) == (1, 1)
    _agree(owed, Counter((str(sent.chat_id), sent.text) for sent in town.box.log))


def _agree(owed: list[Message], arrived: Counter[tuple[str, str]]) -> None:
    """What the register believes is what people saw: once if sent, at most once if in doubt, and doubt is on record."""
    assert {row.state for row in owed} <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}
    assert max(arrived.values()) == 1, "the same words came twice without the mark 重发"
    certain = sum(row.state is DeliveryState.SENT for row in owed)
    assert certain <= arrived.total() <= len(owed)


async def _invite(town: Town) -> dict[int, str]:
    """What each contact is to write first, by the contact's number."""
    words = {}
    for person, unit in enumerate(UNITS, start=501):
        way = await open_way_in(town.settings, unit, Role.CONTACT, None)
        words[person] = f"/start {way.secret}"
        town.box.user(person, f"{unit}联络员")
    return words


async def _records(town: Town) -> tuple[list[InboxUpdate], list[Message]]:
    store = Database(f"sqlite:///{town.home / 'duban.db'}")
    async with store.reading() as session:
        heard, owed = await session.exec(select(InboxUpdate)), await session.exec(select(Message))
        found = list(heard), list(owed)
    await store.close()
    return found
