"""The checker itself: it holds its tongue when all is well, and speaks when a promise is broken."""

from __future__ import annotations

from outbox.message import DeliveryState, Message, Owed
from plans.roles import Role
from tests.faults.rig import Rig
from tests.harness.chat import RULES, START


async def _ordinary_day(rig: Rig) -> None:
    await rig.seat({"李": ("发改委", Role.CONTACT)})
    rig.clock.move_to(RULES.at(RULES.today(START), RULES.policy.working_day.speak_at))
    await rig.owe(Owed(key="a", address="501", kind="other", template="said", facts={"words": "<甲&乙>"}))
    rig.box.say(501, "/tasks")
    while await rig.house.poller(seconds=0).take_in():
        pass
    await rig.house.settle()


async def test_an_ordinary_day_keeps_every_promise(rig: Rig) -> None:
    await _ordinary_day(rig)

    assert rig.box.log
    assert await rig.broken(swept=True) == []


async def test_a_send_without_a_row_is_noticed(rig: Rig) -> None:
    await _ordinary_day(rig)
    await rig.house.application.bot.send_message(501, "没有记录的消息")

    assert len(await rig.broken()) == 1


async def test_a_row_without_a_send_is_noticed(rig: Rig) -> None:
    await _ordinary_day(rig)
    async with rig.database.writing() as session:
        row = await session.get_one(Message, 1)
        row.provider_id = "999"
        session.add(row)

    assert len(await rig.broken()) == 2, "the row has no send, and the send has no row"


async def test_a_row_left_on_its_way_is_noticed(rig: Rig) -> None:
    await _ordinary_day(rig)
    async with rig.database.writing() as session:
        row = await session.get_one(Message, 1)
        row.state = DeliveryState.SENDING
        session.add(row)

    assert any("sending" in broken for broken in await rig.broken())
