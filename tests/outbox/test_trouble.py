"""What the other side says decides for one message, for one address, or for all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.channel import Hooks
from outbox.dispatch import NotLetInError
from outbox.gate import Pace
from outbox.message import Message
from outbox.outcome import Moved, NotSent, OwnFault, Refused, Wait
from tests.outbox.stage import CLAIMED, FAILED, PENDING, SENT, Stage, StillTime, owed


async def test_one_who_cannot_be_reached_is_tried_once_and_reported(stage: Stage) -> None:
    told: list[tuple[str, bool]] = []

    async def on_refused(_session: AsyncSession, message: Message, refused: Refused, _now: object) -> None:
        told.append((message.owner, refused.unreachable))

    stage.channel.says("7", Refused("对方已停用", unreachable=True))
    await stage.owe(owed("a", owner="seat:1"), owed("b", "8"))
    dispatcher = stage.dispatcher(hooks=Hooks(on_refused=on_refused))
    await dispatcher.drain()
    stage.later(days=1)
    await dispatcher.drain()
    assert await stage.states() == [FAILED, SENT]
    assert told == [("seat:1", True)]
    assert len(stage.channel.taken) == 2


async def test_a_hook_that_fails_does_not_lose_the_outcome(stage: Stage) -> None:
    async def on_refused(*_: Any) -> None:
        raise LookupError("no such seat")

    stage.channel.says("7", Refused("对方已停用", unreachable=True))
    await stage.owe(owed("a"), owed("b", "8"))
    await stage.dispatcher(hooks=Hooks(on_refused=on_refused)).drain()
    assert await stage.states() == [FAILED, SENT]


async def test_a_group_that_moved_gets_everything_at_its_new_address_once(stage: Stage) -> None:
    moves: list[tuple[str, str]] = []

    async def on_moved(_session: AsyncSession, old: str, new: str) -> None:
        moves.append((old, new))

    stage.channel.says("-5", Moved("-1005"))
    await stage.owe(owed("a", "-5"), owed("b", "-5"))
    await stage.dispatcher(hooks=Hooks(on_moved=on_moved)).drain()
    assert stage.channel.taken == [("-5", "a"), ("-1005", "a"), ("-1005", "b")]
    assert moves == [("-5", "-1005")]
    assert {row.address for row in await stage.rows()} == {"-1005"}


async def test_asked_to_wait_nothing_leaves_until_the_time_is_over(stage: Stage) -> None:
    dispatcher = stage.dispatcher(in_flight=4)
    stage.channel.says("3", Wait(30))
    await stage.owe(*[owed(f"{number}", f"{number}") for number in range(20)])
    started = stage.time.now
    await dispatcher.step()
    assert (await stage.states()).count(SENT) == 3
    assert await dispatcher.step() == 0, "something left during the silence"
    await dispatcher.drain()
    assert stage.time.now >= started + 29.9
    assert await stage.states() == [SENT] * 20
    assert len(stage.channel.taken) == 21
    assert {row.attempts for row in await stage.rows()} == {1}


async def test_not_let_in_stops_sending_and_fails_nothing(stage: Stage) -> None:
    dispatcher = stage.dispatcher(in_flight=2)
    stage.channel.says("1", OwnFault("令牌无效"))
    await stage.owe(*[owed(f"{number}", f"{number}") for number in range(10)])
    await dispatcher.drain()
    assert dispatcher.halted == "令牌无效"
    tried = len(stage.channel.taken)
    assert await dispatcher.drain() == 0
    assert len(stage.channel.taken) == tried
    assert set(await stage.states()) == {PENDING, SENT}
    await stage.dispatcher().drain()
    assert await stage.states() == [SENT] * 10


async def test_not_let_in_the_loop_ends_with_everything_recorded(stage: Stage) -> None:
    dispatcher = stage.dispatcher(in_flight=2)
    stage.channel.says("1", OwnFault("令牌无效"))
    await stage.owe(*[owed(f"{number}", f"{number}") for number in range(10)])
    with pytest.raises(NotLetInError, match="令牌无效"):
        await dispatcher.run()
    assert set(await stage.states()) == {PENDING, SENT}


async def test_the_pace_is_kept_and_a_silent_group_holds_up_nobody(stage: Stage) -> None:
    started = stage.time.now
    await stage.owe(*[owed(f"g{number}", "-5") for number in range(25)], owed("person", "8"))
    await stage.dispatcher(pace=Pace()).drain()
    assert stage.channel.texts[1] == "person"
    assert 65 <= stage.time.now - started <= 68


async def test_run_wakes_for_a_nudge_and_stops_with_nothing_under_way(stage: Stage) -> None:
    dispatcher = stage.dispatcher()
    running = asyncio.create_task(dispatcher.run())
    await stage.owe(owed("a"))
    dispatcher.nudge()
    await stage.channel.entered.wait()
    dispatcher.stop()
    await asyncio.wait_for(running, 10)
    assert await stage.states() == [SENT]


class HeldTime(StillTime):
    """Nobody has slept enough before ``enough``."""

    def __init__(self) -> None:
        super().__init__()
        self.asleep, self.enough = asyncio.Event(), asyncio.Event()
        self.enough.set()

    async def sleep(self, seconds: float) -> None:
        self.asleep.set()
        await self.enough.wait()
        await super().sleep(seconds)


async def test_while_the_pace_holds_up_what_is_claimed_many_nudges_are_one_look(stage: Stage) -> None:
    stage.time = time = HeldTime()
    dispatcher = stage.dispatcher(pace=Pace())
    await stage.owe(owed("first"))
    await dispatcher.drain()
    time.asleep.clear()
    time.enough.clear()
    await stage.owe(owed("second"))
    running = asyncio.create_task(dispatcher.run())
    await asyncio.wait_for(time.asleep.wait(), 5)
    for number in range(20):
        await stage.owe(owed(f"another {number}", f"{number}0"))
        dispatcher.nudge()
    assert await stage.states() == [SENT, CLAIMED, *[PENDING] * 20]

    time.enough.set()
    while set(await stage.states()) != {SENT}:  # noqa: ASYNC110 - the rows tell nobody
        await asyncio.sleep(0)
    dispatcher.stop()
    await asyncio.wait_for(running, 10)


async def test_stopping_breaks_off_what_does_not_answer_and_says_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outbox.dispatch.GRACE", 0.0)
    stage.channel.hang = True
    dispatcher = stage.dispatcher()
    running = asyncio.create_task(dispatcher.run())
    await stage.owe(owed("a"))
    dispatcher.nudge()
    await stage.channel.entered.wait()
    dispatcher.stop()
    await asyncio.wait_for(running, 10)
    row = await stage.row("a")
    assert (row.state, row.reason) == ("uncertain", "停止运行时尚未得到答复")


async def test_two_dispatchers_on_one_store_send_each_message_once(stage: Stage) -> None:
    await stage.owe(*[owed(f"{number}", f"{number % 30}") for number in range(90)])
    crew = [stage.dispatcher(holder=name, in_flight=4) for name in ("one", "two", "three")]
    for dispatcher in crew:  # each has looked for what it left behind in an earlier life
        await dispatcher.step()
    await asyncio.gather(*[dispatcher.drain() for dispatcher in crew])
    await crew[0].drain()
    assert sorted(stage.channel.texts, key=int) == [str(number) for number in range(90)]
    assert await stage.states() == [SENT] * 90


async def test_a_connection_that_never_comes_is_not_given_up(stage: Stage) -> None:
    stage.channel.says("7", *[NotSent("无法连接")] * 12)
    dispatcher = stage.dispatcher()
    await stage.owe(owed("a"))
    for _ in range(12):
        await dispatcher.drain()
        stage.later(seconds=60)
    assert (await stage.row("a")).state is PENDING
    await dispatcher.drain()
    assert (await stage.row("a")).state is SENT
