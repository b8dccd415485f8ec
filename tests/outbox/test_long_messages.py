"""A long message goes in parts, in order, or stops where it broke."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.channel import Later, Verdict
from outbox.message import DoubtRule, Message
from outbox.outcome import Doubtful, NotSent, Refused, Sent
from tests.outbox.stage import CANCELLED, FAILED, NOON, PENDING, SENT, UNCERTAIN, Stage, owed

LONG = {"text": "一|二|三"}


async def test_the_parts_arrive_in_order_though_another_waits_for_the_same_chat(stage: Stage) -> None:
    await stage.owe(owed("long", facts=LONG), owed("next"))
    await stage.dispatcher().drain()
    assert [text for text in stage.channel.texts if text != "next"] == ["一", "二", "三"]
    parts = [(row.key, row.part, row.parts) for row in await stage.rows() if row.key != "next"]
    assert parts == [("long", 1, 3), ("long#2", 2, 3), ("long#3", 3, 3)]


async def test_a_part_that_could_not_be_sent_holds_up_the_later_ones(stage: Stage) -> None:
    dispatcher = stage.dispatcher()
    stage.channel.says("7", Sent("1"), NotSent("无法连接"))
    await stage.owe(owed("long", facts=LONG))
    await dispatcher.drain()
    assert stage.channel.texts == ["一", "二"]
    stage.later(seconds=1)
    await dispatcher.drain()
    assert stage.channel.texts == ["一", "二", "二", "三"]


async def test_a_first_part_tried_again_is_not_cut_again(stage: Stage) -> None:
    dispatcher = stage.dispatcher()
    stage.channel.says("7", NotSent("无法连接"))
    await stage.owe(owed("long", facts=LONG))
    await dispatcher.drain()
    stage.later(seconds=1)
    await dispatcher.drain()
    assert await stage.states() == [SENT, SENT, SENT]
    assert stage.channel.texts == ["一", "一", "二", "三"]


async def test_after_a_refused_part_the_rest_is_cancelled(stage: Stage) -> None:
    stage.channel.says("7", Sent("1"), Refused("对方已停用", unreachable=True))
    await stage.owe(owed("long", facts=LONG))
    await stage.dispatcher().drain()
    assert await stage.states() == [SENT, FAILED, CANCELLED]


async def test_after_a_doubtful_part_of_a_reminder_the_rest_is_cancelled(stage: Stage) -> None:
    stage.channel.says("7", Sent("1"), Doubtful("连接中断"))
    await stage.owe(owed("long", facts=LONG))
    await stage.dispatcher().drain()
    assert await stage.states() == [SENT, UNCERTAIN, CANCELLED]


async def test_after_a_doubtful_part_of_an_order_the_whole_goes_again_marked(stage: Stage) -> None:
    dispatcher = stage.dispatcher()
    stage.channel.says("7", Sent("1"), Doubtful("连接中断"))
    await stage.owe(owed("long", facts=LONG, doubt=DoubtRule.RESEND_MARKED))
    await dispatcher.drain()
    stage.later(minutes=2)
    await dispatcher.drain()
    assert stage.channel.texts == ["一", "二", "重发 一", "重发 二", "重发 三"]
    assert await stage.states() == [SENT, UNCERTAIN, CANCELLED, SENT, SENT, SENT]


async def test_the_rest_of_a_message_held_up_until_a_bad_hour_waits_too(stage: Stage) -> None:
    night = NOON + timedelta(seconds=1)

    async def wanted(_session: AsyncSession, messages: Sequence[Message], now: datetime) -> list[Verdict]:
        if now == night:
            return [Later(NOON + timedelta(hours=1), "免打扰时段，顺延发送") for _ in messages]
        return [one.facts if one.part == 1 else None for one in messages]

    dispatcher = stage.dispatcher(wanted=wanted)
    stage.channel.says("7", Sent("1"), NotSent("无法连接"))
    await stage.owe(owed("long", facts=LONG))
    await dispatcher.drain()
    stage.later(seconds=1)
    await dispatcher.drain()
    assert await stage.states() == [SENT, PENDING, PENDING]
    stage.later(hours=1)
    await dispatcher.drain()
    assert stage.channel.texts == ["一", "二", "二", "三"], "half a message helps nobody: no more is asked of its rest"
