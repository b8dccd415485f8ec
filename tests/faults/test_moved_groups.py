"""D4: groups become supergroups: the new number is kept, and each gets one copy of what is owed to it."""

from __future__ import annotations

import pytest
from sqlmodel import select

from outbox.message import DeliveryState
from plans.roles import Role
from register.tables import Holding
from tests.faults.letters import MANY, post
from tests.faults.rig import Rig
from tests.faults.scale import times

GROUPS = times(5, 50)


def old(number: int) -> int:
    return -101 - number


def new(number: int) -> int:
    return -1000000000101 - number


async def groups(rig: Rig) -> None:
    """Each contact of 水利局 is reached in a group of his or her own."""
    await rig.seat({"王审核": ("办公室", Role.OFFICE)})
    for number in range(GROUPS):
        await rig.seat({f"联络员{number}": ("水利局", Role.CONTACT)}, chat_id=old(number))
        rig.box.group(old(number), f"水利局{number}组", {rig.people[f"联络员{number}"]})


async def hear(rig: Rig) -> None:
    """Work off what people and groups did."""
    while await rig.house.poller(seconds=0).take_in():
        pass
    await rig.house.worker.work_off()


@pytest.mark.parametrize("heard_first", [True, False], ids=["heard-first", "found-by-sending"])
async def test_each_group_gets_one_copy_under_its_new_number(rig: Rig, *, heard_first: bool) -> None:
    await groups(rig)
    await post(rig, "warning", "水利局")
    for number in range(GROUPS):
        rig.box.migrate(old(number), new(number))
    if heard_first:
        await hear(rig)
    order = await post(rig, "order", "水利局")
    await rig.house.settle()

    everywhere = sorted(new(number) for number in range(GROUPS))
    for title in ("督办预警", "督办单"):
        assert sorted(sent.chat_id for sent in rig.box.log if title in sent.text) == everywhere
    assert len(rig.box.log) == 2 * GROUPS
    async with rig.database.reading() as session:
        kept = await session.exec(select(Holding.chat_id).where(Holding.chat_id < 0))
        assert sorted(kept) == everywhere
    rows = await rig.rows()
    assert {row.state for row in rows} == {DeliveryState.SENT}
    assert {int(row.address) for row in rows} == set(everywhere)
    assert {row.attempts for row in rows if row.key.startswith(order)} == {1}, "each move is met once"
    await hear(rig)
    assert await rig.broken() == []


async def test_a_group_that_moves_between_two_parts_gets_the_rest(rig: Rig) -> None:
    await groups(rig)
    await post(rig, "warning", "水利局", items=MANY)
    await rig.house.dispatcher.step()
    assert rig.box.log, "as many as may be under way at once have their first part"
    for number in range(GROUPS):
        rig.box.migrate(old(number), new(number))
    await rig.house.settle()

    for number in range(GROUPS):
        before = [sent.text for sent in rig.box.log if sent.chat_id == old(number)]
        after = [sent.text for sent in rig.box.log if sent.chat_id == new(number)]
        assert len(before) <= 1
        tasks = "\n".join(before + after)
        assert [tasks.count(f"\n{n + 1}. 第{n}项") for n in range(50)] == [1] * 50
    assert await rig.broken() == []
