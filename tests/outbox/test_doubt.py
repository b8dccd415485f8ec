"""Nobody knows whether it arrived: shown, never repeated in silence, and repeated at most once, marked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outbox.enqueue import cancel
from outbox.message import DoubtRule, Method
from outbox.outcome import Doubtful
from tests.outbox.stage import CANCELLED, PENDING, SENDING, SENT, UNCERTAIN, Stage, left_for_dead, owed

MARKED = DoubtRule.RESEND_MARKED


async def test_a_reminder_in_doubt_is_left_and_never_sent_again(stage: Stage) -> None:
    stage.channel.says("7", Doubtful("等待答复超时"))
    dispatcher = stage.dispatcher()
    await stage.owe(owed("a"))
    await dispatcher.drain()
    stage.later(days=1)
    assert await stage.owe(owed("a")) == []
    assert await dispatcher.drain() == 0
    row = await stage.row("a")
    assert (row.state, row.reason) == (UNCERTAIN, "等待答复超时")
    assert len(stage.channel.taken) == 1


async def test_an_order_in_doubt_goes_once_more_after_two_minutes_with_its_mark(stage: Stage) -> None:
    stage.channel.says("7", Doubtful("连接中断"))
    dispatcher = stage.dispatcher()
    await stage.owe(owed("order", doubt=MARKED, facts={"text": "督办单〔2021〕3号"}))
    await dispatcher.drain()
    stage.later(seconds=119)
    assert await dispatcher.drain() == 0
    stage.later(seconds=1)
    assert await dispatcher.drain() == 1
    first, second = await stage.rows()
    assert (first.state, first.superseded) == (UNCERTAIN, True)
    assert (second.state, second.key, second.resend_of) == (SENT, "order", first.id)
    assert stage.channel.texts == ["督办单〔2021〕3号", "重发 督办单〔2021〕3号"]


async def test_a_second_copy_in_doubt_is_not_followed_by_a_third(stage: Stage) -> None:
    stage.channel.says("7", Doubtful("连接中断"), Doubtful("连接中断"))
    dispatcher = stage.dispatcher()
    await stage.owe(owed("order", doubt=MARKED))
    for _ in range(4):
        await dispatcher.drain()
        stage.later(minutes=5)
    assert await stage.states() == [UNCERTAIN, UNCERTAIN]
    assert await stage.owe(owed("order", doubt=MARKED)) == []


async def test_a_second_copy_taken_back_does_not_free_the_key(stage: Stage) -> None:
    stage.channel.says("7", Doubtful("连接中断"))
    dispatcher = stage.dispatcher()
    await stage.owe(owed("order", doubt=MARKED))
    await dispatcher.drain()
    async with stage.database.writing() as session:
        assert await cancel(session, keys=["order"], reason="已办结", now=stage.clock.now()) == 1
    assert await stage.states() == [UNCERTAIN, CANCELLED]
    assert await stage.owe(owed("order", doubt=MARKED)) == []


async def test_an_edit_in_doubt_is_simply_made_again(stage: Stage) -> None:
    dispatcher = stage.dispatcher()
    [first] = await stage.owe(owed("card"))
    await dispatcher.drain()
    stage.channel.says("7", Doubtful("连接中断"))
    await stage.owe(owed("card/2", method=Method.EDIT, edits=first))
    await dispatcher.drain()
    assert (await stage.row("card/2")).state is PENDING
    stage.later(seconds=1)
    await dispatcher.drain()
    assert (await stage.row("card/2")).state is SENT


@pytest.mark.parametrize(("rule", "copies"), [(DoubtRule.LEAVE, 1), (MARKED, 2)])
async def test_killed_while_sending_and_started_again(stage: Stage, rule: DoubtRule, copies: int) -> None:
    await stage.owe(owed("a", doubt=rule))
    dead = await left_for_dead(stage, stage.dispatcher())
    assert await stage.states() == [SENDING]

    again = stage.dispatcher()
    await again.drain()
    assert (await stage.rows())[0].state is UNCERTAIN
    stage.later(minutes=2)
    await again.drain()
    assert stage.channel.texts == ["a", "重发 a"][:copies]

    before = await stage.rows()
    stage.channel.released.set()
    await dead
    assert await stage.rows() == before, "the late mark of the dead one changed something"


async def test_another_waits_for_the_lease_of_the_dead_one(stage: Stage) -> None:
    await stage.owe(owed("a"))
    dead = await left_for_dead(stage, stage.dispatcher(holder="one"))
    two = stage.dispatcher(holder="two")
    await two.drain()
    assert await stage.states() == [SENDING]
    stage.later(seconds=31)
    await two.drain()
    assert await stage.states() == [UNCERTAIN]
    stage.channel.released.set()
    await dead
    assert await stage.states() == [UNCERTAIN]


async def test_the_living_one_s_own_message_is_not_taken_for_dead(stage: Stage) -> None:
    """Even when the clock jumps three hours ahead while the answer is awaited."""
    dispatcher = stage.dispatcher()
    await stage.owe(owed("a"))
    step = await left_for_dead(stage, dispatcher)
    stage.clock.move_to(stage.clock.now() + timedelta(hours=3))
    await stage.owe(owed("b", "8"))
    stage.time.now += 20
    dispatcher.nudge()
    await dispatcher._turn.take()
    stage.channel.released.set()
    await step
    await dispatcher.drain()
    assert await stage.states() == [SENT, SENT]
