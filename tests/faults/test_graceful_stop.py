"""Asked to stop while it sends slowly and people write: it ends within ten seconds, and leaves nothing half done."""

from __future__ import annotations

import asyncio
from pathlib import Path

from database.engine import Database
from duban.loops import living
from outbox.message import DeliveryState, Owed
from sandbox.faults import hang, slow
from tests.faults.city import FIRST, SETTLED, City
from tests.faults.processes import Running, seen, service
from tests.faults.rig import running_rig
from tests.faults.scale import times

WITHIN = 10.0
PEOPLE = 20


async def _stops(running: Running) -> None:
    begun = asyncio.get_running_loop().time()
    running.terminate()
    assert await running.ended() == 143
    assert asyncio.get_running_loop().time() - begun < WITHIN


async def test_it_stops_while_it_sends_and_receives(town: City) -> None:
    """What was under way arrives and is recorded; the rest is sent by the next run, to everybody once."""
    count = times(60, 200)
    town.box.faults.add(slow(1.0), method="sendMessage", times=None)
    async with service(town.town.environment()) as running:
        await running.says("service_started")
        await town.owe(count)
        await seen(lambda: len(town.box.log) > count / 4)
        for person in range(FIRST, FIRST + PEOPLE):
            town.box.say(person, "/help")
        await _stops(running)
    left = await town.states()
    assert DeliveryState.PENDING in left, "the story needs something that was not sent yet"
    assert left <= SETTLED | {DeliveryState.PENDING}

    town.box.faults.clear()
    async with service(town.town.environment()) as running:
        await seen(lambda: all(town.told(person) == 2 for person in range(FIRST, FIRST + PEOPLE)))
        await seen(town.all_settled)
        await _stops(running)
    assert town.doubled() == []
    assert await town.broken() == []
    assert len(town.box.log) == count + PEOPLE


async def test_it_does_not_wait_for_an_answer_that_never_comes(town: City) -> None:
    """Whoever was being told is in doubt, and says so."""
    count = 5
    town.box.faults.add(hang(), method="sendMessage", times=None)
    async with service(town.town.environment()) as running:
        await running.says("service_started")
        await town.owe(count)
        await seen(lambda: len(town.box.log) == count)
        await _stops(running)
    assert await town.states() == {DeliveryState.UNCERTAIN}
    assert await town.broken() == []


async def test_it_does_not_wait_for_what_only_follows_an_act(database: Database, tmp_path: Path) -> None:
    """A press is answered after its act is committed; whoever waits for that answer may press again."""
    async with running_rig(database, tmp_path, answer_seconds=60.0) as rig:
        rig.box.user(FIRST, "李联络", started=True)
        await rig.owe(Owed(key="a", address=str(FIRST), kind="other", template="said", facts={"words": "你好"}))
        await rig.house.dispatcher.drain()
        rig.box.faults.add(hang(), method="answerCallbackQuery")
        loop = asyncio.get_running_loop()
        async with living(rig.house):
            rig.box.press(FIRST, FIRST, rig.box.log[-1].message_id, "a button of long ago", stale=True)
            await seen(lambda: not rig.box.faults)
            begun = loop.time()
        assert loop.time() - begun < WITHIN
        assert await rig.broken() == []
