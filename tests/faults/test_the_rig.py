"""The checker itself: it holds its tongue when all is well, and speaks when a promise is broken."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from bot.inbox import InboxState, InboxUpdate
from outbox.message import DeliveryState, Message, Owed
from plans.roles import Role
from register.states import Cause
from register.tables import AuditEntry, Climb, Duty, Round, Task
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


async def test_a_second_unmarked_copy_is_noticed(rig: Rig) -> None:
    await _ordinary_day(rig)
    async with rig.database.writing() as session:
        row = await session.get_one(Message, 1)
        session.add(Message(**row.model_dump(exclude={"id", "superseded"}), superseded=True))

    assert "2 rows of the key a went out unmarked" in await rig.broken()


async def test_a_message_that_is_missing_from_the_record_is_noticed(rig: Rig) -> None:
    await _ordinary_day(rig)
    async with rig.database.writing() as session:
        await session.delete(await session.get_one(Message, 1))

    assert len(await rig.broken()) == 1


async def test_a_rewritten_record_is_noticed(rig: Rig) -> None:
    await _ordinary_day(rig)
    async with rig.database.writing() as session:
        entry = await session.get_one(AuditEntry, 1)
        entry.facts = {"seat": "another"}

    assert await rig.broken() == ["the audit chain is broken at entry 1"]


async def test_an_update_that_nobody_handled_or_kept_is_noticed(rig: Rig) -> None:
    await _ordinary_day(rig)
    async with rig.database.writing() as session:
        (update,) = await session.exec(select(InboxUpdate))
        update.state = InboxState.WAITING
    assert await rig.broken() == [f"update {update.update_id} is not handled"]
    async with rig.database.writing() as session:
        await session.delete(await session.get_one(InboxUpdate, update.update_id))
    assert await rig.broken() == [f"update {update.update_id} was confirmed but is not kept"]


async def test_a_morning_that_nobody_worked_off_is_noticed(rig: Rig) -> None:
    await _ordinary_day(rig)
    rig.later(days=3)

    assert [broken for broken in await rig.broken(swept=True) if "was not worked off" in broken]


async def test_a_step_and_a_round_left_behind_are_noticed(rig: Rig) -> None:
    await _ordinary_day(rig)
    day = RULES.today(START)
    async with rig.database.writing() as session:
        duty = (await session.exec(select(Duty))).first()
        assert duty is not None
        duty.speaks_on = day
        unit, task = duty.unit_id, (await session.exec(select(Task.id))).first() or 0
        climb = Climb(key="x", cause=Cause.OVERDUE, unit_id=unit, task_id=task, duty_id=duty.id, base=day, next_on=day)
        session.add(climb)
        session.add(Round(quarter="2021Q1", opened_at=START, closes_on=day - timedelta(days=1)))

    broken = await rig.broken(swept=True)
    assert [words.split()[0] for words in broken] == ["a", "duty", "round"]
