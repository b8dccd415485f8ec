"""D3: a chat takes nothing any more. One try; the seat is marked, the office hears it at once, others are told."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import select

from outbox.message import DeliveryState, Owed, Priority
from plans.roles import Role
from register.seats import unit_called
from register.states import Cause, StepOutcome
from register.tables import Climb, ClimbStep, Task
from sandbox import Fault, faults
from schedules.proof import was_delivered
from tests.faults.letters import heard, post, unreachable
from tests.faults.rig import Rig
from tests.faults.scale import times
from tests.harness.chat import START, ZONE

S = DeliveryState
OFFICE = {"王审核": ("办公室", Role.OFFICE)}
CONTACT = {"李联络": ("水利局", Role.CONTACT)}
LEADER = {"陈分管": ("水利局", Role.LEADER)}
GONE = [
    (faults.blocked(), "对方已停用机器人"),
    (faults.deactivated(), "对方账号已注销"),
    (faults.kicked(), "机器人已被移出群组"),
    (faults.chat_not_found(), "对方的会话已不存在"),
]


def shut(rig: Rig, name: str, fault: Fault | None = None) -> None:
    rig.box.faults.add(fault or faults.blocked(), chat_id=rig.people[name], times=None)


@pytest.mark.parametrize(("fault", "why"), GONE, ids=["blocked", "deactivated", "kicked", "not-found"])
async def test_tried_once_then_the_other_seat_and_the_office_are_told(rig: Rig, fault: Fault, why: str) -> None:
    await rig.seat(OFFICE | CONTACT | LEADER)
    shut(rig, "李联络", fault)
    key = await post(rig, "warning", "水利局")
    await rig.house.settle()

    (refused,) = await rig.rows(key)
    assert (refused.state, refused.attempts) == (S.FAILED, 1)
    assert await unreachable(rig) == ["李联络"]
    (told,) = heard(rig, "陈分管")
    assert "督办预警" in told.text
    assert told.text.endswith("（水利局联络员暂时无法送达，请代为转达。）")
    (notice,) = heard(rig, "王审核")
    assert all(word in notice.text for word in ("联系不上", "水利局联络员李联络", why, "改送分管领导陈分管"))
    assert (notice.at - refused.changed_at).total_seconds() <= 60
    assert await rig.broken() == []


async def test_what_else_waits_goes_along_without_a_try(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT | LEADER)
    shut(rig, "李联络")
    kinds = ("warning", "order", "explanation-asked")
    keys = [await post(rig, kind, "水利局") for kind in kinds] + [await post(rig, "digest", "水利局")]
    await rig.house.settle()

    assert sum(row.attempts for row in await rig.rows() if row.key in keys) == 1
    assert [row.state for row in await rig.rows() if row.key in keys] == [
        S.FAILED,
        S.CANCELLED,
        S.CANCELLED,
        S.CANCELLED,
    ]
    assert len(heard(rig, "陈分管")) == 4
    assert len(heard(rig, "王审核")) == 1
    assert await rig.broken() == []


async def test_where_there_is_nobody_else_the_office_hears_what_was_not_delivered(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT)
    shut(rig, "李联络")
    keys = [await post(rig, kind, "水利局") for kind in ("warning", "order")]
    await rig.house.settle()

    assert [row.state for row in await rig.rows() if row.key in keys] == [S.FAILED, S.FAILED]
    (notice,) = heard(rig, "王审核")
    after = notice.text.partition("未送达")[2]
    assert "督办预警（第3项 治理河道）" in after
    assert "督办单（第3项 治理河道）" in after
    assert await rig.broken() == []


async def test_a_colleague_who_was_told_the_same_is_not_told_again(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT | LEADER)
    await rig.seat({"孙联络": ("水利局", Role.CONTACT)})
    shut(rig, "李联络")
    await post(rig, "warning", "水利局")
    await rig.house.settle()

    assert len(heard(rig, "孙联络")) == 1
    assert heard(rig, "陈分管") == []
    assert "改送联络员孙联络" in heard(rig, "王审核")[0].text
    assert await rig.broken() == []


async def test_a_leader_who_has_an_order_of_the_same_is_not_sent_the_contact_s(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT | LEADER)
    shut(rig, "李联络")
    await post(rig, "order", "水利局")
    await post(rig, "order", "水利局", Role.LEADER)
    await rig.house.settle()

    assert len(heard(rig, "陈分管")) == 1
    assert await rig.broken() == []


async def test_what_the_leader_has_of_the_same_step_proves_that_the_unit_was_told(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT | LEADER)
    async with rig.database.writing() as session:
        unit = await unit_called(session, "水利局")
        task = (await session.exec(select(Task.id).where(Task.number == 3))).one()
        assert unit is not None
        climb = Climb(key="x", cause=Cause.OVERDUE, unit_id=unit.id or 0, task_id=task or 0, base=START.date())
        session.add(climb)
        await session.flush()
        key, day = f"order/水利局/contact/{START.date()}", START.date()
        number, done = climb.id or 0, StepOutcome.DONE
        taken = ClimbStep(climb_id=number, step="order", planned=day, outcome=done, at=START, message_key=key)
        session.add(taken)
    shut(rig, "李联络")
    await post(rig, "order", "水利局")
    async with rig.database.reading() as session:
        assert not await was_delivered(session, climb)
    await post(rig, "order", "水利局", Role.LEADER)
    await rig.house.settle()
    async with rig.database.reading() as session:
        assert await was_delivered(session, climb)
    assert await rig.broken() == []


async def test_when_the_stand_in_is_lost_too_the_next_one_is_told_once(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT | LEADER)
    await rig.seat({"孙联络": ("水利局", Role.CONTACT)})
    shut(rig, "李联络")
    shut(rig, "孙联络")
    await post(rig, "warning", "水利局")
    await rig.house.settle()

    assert await unreachable(rig) == ["孙联络", "李联络"]
    assert len(heard(rig, "陈分管")) == 1
    assert len(heard(rig, "王审核")) == 2, "one for each chat"
    assert await rig.broken() == []


async def test_a_copy_for_a_new_reader_is_not_marked_as_a_second_one(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT | LEADER)
    rig.box.faults.add(faults.reset(executed=True), chat_id=rig.people["李联络"])
    shut(rig, "李联络")
    await post(rig, "warning", "水利局")
    await rig.house.settle()
    rig.later(minutes=2)
    await rig.house.settle()

    (told,) = heard(rig, "陈分管")
    assert "重发" not in told.text
    assert await rig.broken() == []


async def test_outside_working_hours_the_office_is_told_in_the_next(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT | LEADER)
    shut(rig, "李联络")
    rig.clock.move_to(datetime(2021, 5, 21, 21, tzinfo=ZONE))
    chat = str(rig.people["李联络"])
    await rig.owe(
        Owed(key="a", address=chat, kind="other", template="said", facts={"words": "已收到"}, priority=Priority.ANSWER)
    )
    await rig.house.dispatcher.drain()
    assert await unreachable(rig) == ["李联络"]
    assert rig.box.log == []

    rig.clock.move_to(datetime(2021, 5, 24, 8, 30, tzinfo=ZONE))
    await rig.house.dispatcher.drain()
    assert [sent.chat_id for sent in rig.box.log] == [rig.people["王审核"]], "an answer is meant for nobody else"
    assert await rig.broken() == []


async def test_the_ladder_goes_on_where_somebody_of_the_unit_was_told(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT | LEADER | {"张联络": ("发改委", Role.CONTACT)})
    await _until(rig, "06-24")
    shut(rig, "李联络")
    for day in ("07-01", "07-02", "07-05", "07-06", "07-07"):
        await _until(rig, day)

    said = [sent.text for sent in heard(rig, "陈分管")]
    assert sum("督办预警" in text for text in said) == 1
    assert sum("督办单" in text for text in said) == 1
    (warning,) = [row for row in await rig.rows() if row.kind == "warning" and row.address == str(rig.people["陈分管"])]
    assert await _signs(rig, "陈分管", "督办预警") == "已签收"
    assert warning.key.startswith("warning/水利局/contact/2021-07-01/to-")
    assert await rig.broken(swept=True) == []


async def test_the_ladder_stops_where_nobody_was_told(rig: Rig) -> None:
    await rig.seat(OFFICE | CONTACT)
    await _until(rig, "06-24")
    shut(rig, "李联络")
    for day in ("07-01", "07-02", "07-05", "07-06", "07-07"):
        await _until(rig, day)

    assert [row.key for row in await rig.rows() if row.kind == "order"] == []
    texts = [sent.text for sent in heard(rig, "王审核")]
    assert sum("联系不上" in text for text in texts) == 1
    assert any("未送达清单" in text for text in texts)
    assert await rig.broken() == []


async def test_a_token_refused_in_the_middle_stops_everything_and_fails_nothing(rig: Rig) -> None:
    count = times(20, 500)
    for number in range(count):
        rig.box.user(1000 + number, f"读者{number}", started=True)
    await rig.owe(
        *(
            Owed(key=f"n{n}", address=str(1000 + n), kind="other", template="said", facts={"words": f"第{n}条"})
            for n in range(count)
        )
    )
    rig.box.faults.add(faults.unauthorized(), method="sendMessage", skip=count // 2, times=None)
    await rig.house.dispatcher.drain()

    assert rig.house.dispatcher.halted == "机器人令牌未被接受"
    assert len(rig.box.log) == count // 2
    assert {row.state for row in await rig.rows()} == {S.SENT, S.PENDING}
    rig.box.faults.clear()
    await rig.restart()
    await rig.house.dispatcher.drain()
    assert len(rig.box.log) == count
    assert await rig.broken() == []


async def _until(rig: Rig, day: str) -> None:
    rig.clock.move_to(datetime.fromisoformat(f"2021-{day}T09:00:00").replace(tzinfo=ZONE))
    await rig.house.settle()


async def _signs(rig: Rig, name: str, words: str) -> str | None:
    chat = rig.people[name]
    shown = next(one for one in rig.box.messages(chat) if words in one.text)
    press = rig.box.press(chat, chat, shown.message_id, "签收")
    while await rig.house.poller(seconds=0).take_in():
        pass
    await rig.house.settle()
    return press.text
