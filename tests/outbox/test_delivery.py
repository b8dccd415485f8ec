"""A message leaves once, its words are kept, and the last check is made as it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.channel import Later, Verdict, as_written
from outbox.message import Message, Method, Priority
from outbox.outcome import Doubtful, NotSent, Refused, Unchanged
from tests.outbox.stage import CANCELLED, FAILED, NOON, PENDING, SENT, UNCERTAIN, Stage, owed


async def test_a_message_is_sent_once_and_its_words_are_kept(stage: Stage) -> None:
    dispatcher = stage.dispatcher()
    await stage.owe(owed("a", facts={"text": "请报送"}))
    assert await dispatcher.step() == 1
    assert await dispatcher.step() == 0
    [row] = await stage.rows()
    assert (row.state, row.text, row.provider_id, row.sent_at, row.attempts) == (SENT, "请报送", "1", NOON, 1)
    assert stage.channel.texts == ["请报送"]


async def test_a_message_is_not_sent_before_its_time(stage: Stage) -> None:
    dispatcher = stage.dispatcher()
    await stage.owe(owed("a", not_before=NOON + timedelta(hours=1)))
    assert await dispatcher.drain() == 0
    stage.later(hours=1)
    assert await dispatcher.drain() == 1


async def test_a_message_past_its_time_is_dropped_with_the_reason(stage: Stage) -> None:
    await stage.owe(owed("a", expires=NOON + timedelta(hours=1)), owed("b", expires=NOON + timedelta(hours=3)))
    stage.later(hours=2)
    await stage.dispatcher().drain()
    assert await stage.states() == [CANCELLED, SENT]
    assert (await stage.row("a")).reason == "已过有效期"
    assert stage.channel.texts == ["b"]


async def test_what_nobody_needs_any_more_is_not_sent_even_if_it_waited(stage: Stage) -> None:
    async def wanted(_session: AsyncSession, messages: Sequence[Message], _now: datetime) -> list[Verdict]:
        return [None if one.key == "met" else one.facts | {"text": "还剩 2 天"} for one in messages]

    await stage.owe(owed("met"), owed("open", facts={"text": "还剩 3 天"}))
    await stage.dispatcher(wanted=wanted).drain()
    assert await stage.states() == [CANCELLED, SENT]
    assert stage.channel.texts == ["还剩 2 天"]
    assert (await stage.row("open")).facts == {"text": "还剩 2 天"}


async def test_what_may_not_be_said_at_this_hour_waits_for_its_own(stage: Stage) -> None:
    async def wanted(_session: AsyncSession, messages: Sequence[Message], now: datetime) -> list[Verdict]:
        later = Later(NOON + timedelta(hours=1), "免打扰时段，顺延发送")
        return [one.facts if now > NOON else later for one in messages]

    await stage.owe(owed("a", facts={"text": "一|二"}))
    dispatcher = stage.dispatcher(wanted=wanted)
    assert await dispatcher.drain() == 1
    assert await stage.states() == [PENDING]
    stage.later(minutes=59)
    assert await dispatcher.drain() == 0
    stage.later(minutes=1)
    await dispatcher.drain()
    assert stage.channel.texts == ["一", "二"]


async def test_a_message_that_cannot_be_made_fails_alone(stage: Stage) -> None:
    await stage.owe(owed("a", "1"), owed("b", "2", template="broken"), owed("c", "3"))
    await stage.dispatcher().drain()
    assert await stage.states() == [SENT, FAILED, SENT]
    assert (await stage.row("b")).reason == "消息无法生成：ValueError"


async def test_a_check_that_breaks_the_transaction_fails_alone(stage: Stage) -> None:
    async def wanted(session: AsyncSession, messages: Sequence[Message], now: datetime) -> list[Verdict]:
        if any(one.key == "b" for one in messages):
            await (await session.connection()).exec_driver_sql("SELECT no_such_function()")
        return await as_written(session, messages, now)

    await stage.owe(owed("a", "1"), owed("b", "2"), owed("c", "3"))
    await stage.dispatcher(wanted=wanted).drain()
    assert await stage.states() == [SENT, FAILED, SENT]


async def test_a_refused_connection_is_tried_again_until_it_works(stage: Stage) -> None:
    dispatcher = stage.dispatcher()
    stage.channel.says("7", *[NotSent("无法连接")] * 3)
    await stage.owe(owed("a"))
    waits = []
    while (await stage.row("a")).state is PENDING:
        await dispatcher.drain()
        row = await stage.row("a")
        waits.append((row.not_before - stage.clock.now()).total_seconds())
        stage.later(seconds=max(waits[-1], 0))
    assert waits[:3] == [1, 2, 4]
    assert [row.state for row in await stage.rows()] == [SENT]
    assert len(stage.channel.taken) == 4


async def test_urgent_ones_go_first_then_each_group_in_turn(stage: Stage) -> None:
    many = [owed(f"many{number}", str(number), group="发改委") for number in range(6)]
    await stage.owe(*many, owed("few", "20", group="水利局"), owed("order", "30", priority=Priority.ESCALATION))
    await stage.dispatcher(in_flight=1).drain()
    assert stage.channel.texts[:3] == ["order", "many0", "few"]


async def test_one_chat_gets_one_message_at_a_time_in_order(stage: Stage) -> None:
    await stage.owe(*[owed(f"{number}", "7") for number in range(5)])
    await stage.dispatcher().drain()
    assert stage.channel.texts == ["0", "1", "2", "3", "4"]
    assert stage.channel.most_at_once == 1


async def test_what_is_tried_again_is_not_overtaken_in_its_chat(stage: Stage) -> None:
    stage.channel.says("7", NotSent("无法连接"))
    await stage.owe(owed("first"), owed("second"), owed("elsewhere", "8"))
    dispatcher = stage.dispatcher()
    await dispatcher.drain()
    assert stage.channel.texts == ["first", "elsewhere"]
    stage.later(seconds=1)
    await dispatcher.drain()
    assert stage.channel.texts[2:] == ["first", "second"]


async def test_who_has_just_asked_does_not_wait_for_a_reminder_that_is_tried_again(stage: Stage) -> None:
    stage.channel.says("7", NotSent("无法连接"))
    await stage.owe(owed("reminder"))
    dispatcher = stage.dispatcher()
    await dispatcher.drain()
    await stage.owe(owed("answer", priority=Priority.ANSWER))
    await dispatcher.drain()
    assert stage.channel.texts == ["reminder", "answer"]


async def test_an_old_card_does_not_cover_the_new_one(stage: Stage) -> None:
    [card] = await stage.owe(owed("card"))
    dispatcher = stage.dispatcher()
    await dispatcher.drain()
    stage.channel.says("7", Doubtful("502"))
    for number in (1, 2):
        await stage.owe(owed(f"card/{number}", method=Method.EDIT, edits=card))
        await dispatcher.drain()
    stage.later(seconds=1)
    await dispatcher.drain()
    assert stage.channel.texts == ["card", "card/1", "card/1", "card/2"]


async def test_different_chats_are_served_at_once(stage: Stage) -> None:
    await stage.owe(*[owed(f"{number}", f"{number}") for number in range(40)])
    await stage.dispatcher(in_flight=8).drain()
    assert stage.channel.most_at_once == 8
    assert len(stage.channel.taken) == 40


async def test_an_edit_replaces_the_message_that_was_sent(stage: Stage) -> None:
    dispatcher = stage.dispatcher()
    [first] = await stage.owe(owed("card"))
    await stage.owe(owed("card/2", method=Method.EDIT, edits=first))
    await dispatcher.drain()
    edit = stage.channel.messages[-1]
    assert (edit.method, edit.provider_id) == (Method.EDIT, "1")


async def test_an_edit_of_what_is_already_so_counts_as_sent(stage: Stage) -> None:
    [first] = await stage.owe(owed("card"))
    dispatcher = stage.dispatcher()
    await dispatcher.drain()
    stage.channel.says("7", Unchanged())
    await stage.owe(owed("card/2", method=Method.EDIT, edits=first))
    await dispatcher.drain()
    row = await stage.row("card/2")
    assert (row.state, row.provider_id) == (SENT, "1")


async def test_an_edit_of_what_never_arrived_is_sent_as_a_new_message(stage: Stage) -> None:
    stage.channel.says("7", Refused("对方已停用", unreachable=True))
    [first] = await stage.owe(owed("card"))
    await stage.owe(owed("card/2", method=Method.EDIT, edits=first))
    await stage.dispatcher().drain()
    row = await stage.row("card/2")
    assert (row.state, row.method) == (SENT, Method.TEXT)


async def test_an_exception_in_the_channel_proves_nothing(stage: Stage) -> None:
    stage.channel.says("7", RuntimeError("token in here"))
    await stage.owe(owed("a"))
    await stage.dispatcher().drain()
    row = await stage.row("a")
    assert (row.state, row.reason) == (UNCERTAIN, "发送出错：RuntimeError")
