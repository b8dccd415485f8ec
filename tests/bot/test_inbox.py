"""What people do is kept first and handled later; what was kept is not lost, doubled or held up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.handlers import help as help_handler
from bot.inbox import InboxState, InboxUpdate, next_offset, receive
from bot.poll import Poller
from bot.source import AnotherListensError, SourceSilentError, TokenRejectedError, UpdateSource
from bot.transaction import Work
from database.engine import Database
from sandbox import faults
from tests.bot.looking import rows
from tests.harness.chat import START, TOKEN, ZONE, Town

NOW = datetime(2021, 7, 1, 9, tzinfo=ZONE)


def said(number: int, at: datetime, chat: int = 7) -> dict[str, object]:
    message = {"message_id": number, "date": int(at.timestamp()), "chat": {"id": chat, "type": "private"}, "text": "x"}
    return {"update_id": number, "message": message}


def press(number: int, chat: int = 7) -> dict[str, object]:
    message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}
    return {"update_id": number, "callback_query": {"id": "1", "data": "x", "message": message}}


async def kept(database: Database) -> dict[int, InboxUpdate]:
    async with database.reading() as session:
        return {row.update_id: row for row in await session.exec(select(InboxUpdate))}


async def test_an_update_is_kept_once(database: Database) -> None:
    async with database.writing() as session:
        assert await receive(session, [said(1, NOW), said(2, NOW)], NOW) == 2
        assert await receive(session, [said(2, NOW), said(3, NOW)], NOW) == 1
        assert await next_offset(session) == 4
    assert sorted(await kept(database)) == [1, 2, 3]


async def test_evidence_is_the_date_of_the_message_and_never_lies_ahead(database: Database) -> None:
    early, ahead = NOW - timedelta(hours=3), NOW + timedelta(hours=1)
    async with database.writing() as session:
        await receive(session, [said(1, early), said(2, ahead), press(3)], NOW)
    found = await kept(database)
    assert [found[number].evidence_at for number in (1, 2, 3)] == [early, NOW, NOW]
    assert found[3].chat_id == 7


async def test_a_press_that_waited_out_our_outage_counts_as_made_in_it(database: Database) -> None:
    since, written = NOW - timedelta(hours=10), NOW - timedelta(hours=6)
    async with database.writing() as session:
        await receive(session, [press(1), said(2, written), press(3)], NOW, deaf_since=since)
    found = await kept(database)
    assert [found[number].evidence_at for number in (1, 2, 3)] == [since, written, written]


async def test_a_poisonous_update_is_set_aside_and_holds_up_nobody(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_work: Work) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(help_handler, "_ways", fail)
    town.box.say(town.people["张联络"], "你好")
    town.box.say(town.people["李联络"], "/tasks")
    await town.settle()
    town.hears("李联络", "第3项 治理河道")
    town.hears("张联络", "未能处理")
    town.hears("王审核", "有一条消息未能处理")
    assert [one.state for one in await rows(town, InboxUpdate)] == [InboxState.SET_ASIDE, InboxState.DONE]
    assert len(town.errors) == 1
    town.errors.clear()


async def test_what_came_while_the_program_was_down_is_handled_after_the_start(town: Town) -> None:
    town.box.say(town.people["李联络"], "/tasks")
    await town.poller.take_in()
    await town.restart()
    await town.settle()
    town.hears("李联络", "第3项 治理河道")


async def test_a_message_sent_in_time_is_in_time_whatever_our_outage(town: Town) -> None:
    await town.until("2021-06-24")
    await town.until("2021-06-30")
    town.passes_over("张联络", "李联络")
    await town.presses("李联络", "填报第3项")
    for text in ("30", "清淤", "无", "继续"):
        await town.says("李联络", text)
    await town.presses("李联络", "没有材料")
    town.passes_over("李联络")
    town.box.faults.add(faults.bad_gateway(), method="getUpdates")
    await town.poller_stumbles()
    shown = town.box.messages(town.people["李联络"])[-1]
    town.box.press(town.people["李联络"], town.people["李联络"], shown.message_id, "确认报送")
    town.clock.move_to(datetime(2021, 7, 1, 8, tzinfo=ZONE))
    await town.settle()
    (receipt,) = town.hears("李联络", "已收到第3项")
    assert "迟报" not in receipt.text


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.conflict(), AnotherListensError),
        (faults.unauthorized(), TokenRejectedError),
        (faults.bad_gateway(), SourceSilentError),
        (faults.server_error(), SourceSilentError),
        (faults.too_many_requests(3), SourceSilentError),
        (faults.half_answer(), SourceSilentError),
        (faults.reset(executed=False), SourceSilentError),
    ],
)
async def test_trouble_with_listening_has_its_name(
    empty_town: Town, fault: faults.Fault, error: type[Exception]
) -> None:
    empty_town.box.faults.add(fault, method="getUpdates")
    with pytest.raises(error):
        await empty_town.source.fetch(0)


async def test_another_listener_and_an_outage_are_waited_out(empty_town: Town) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    source = UpdateSource(empty_town.root, TOKEN, seconds=0)
    poller = Poller(source, empty_town.database, empty_town.clock, lambda: None, empty_town.hearing, sleep=sleep)
    for fault in (faults.conflict(), faults.bad_gateway(), faults.bad_gateway(), faults.too_many_requests(9)):
        empty_town.box.faults.add(fault, method="getUpdates")
        await poller.listen()
    await poller.listen()
    assert pauses == [15.0, 1.0, 2.0, 9.0]
    empty_town.box.faults.add(faults.unauthorized(), method="getUpdates")
    with pytest.raises(TokenRejectedError):
        await poller.listen()
    await source.close()
    assert empty_town.clock.now() == START


async def test_signs_that_no_database_keeps_are_left_out(database: Database) -> None:
    """Half of a pair of characters, and NUL: a message that repeated them could not be stored, nor sent."""
    update = said(1, NOW)
    update["message"] = {**update["message"], "text": "\ud83d办结\x00了", "from": {"names": ["\udc00a"]}}  # type: ignore[dict-item]  # a message is a mapping
    async with database.writing() as session:
        await receive(session, [update], NOW)
    message = (await kept(database))[1].content["message"]
    assert (message["text"], message["from"]["names"]) == ("?办结了", ["?a"])
