"""D5: the second part of three meets trouble of each kind. The third never comes before it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from itertools import chain, pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from database.engine import Database
from outbox.message import DeliveryState
from plans.roles import Role
from sandbox import Fault, faults
from sandbox.answers import bad_request
from sandbox.http import create_app, serve
from tests.faults.letters import MANY, heard, post
from tests.faults.rig import Rig, running_rig
from tests.faults.scale import some

S = DeliveryState
UNITS = {
    "李联络": ("水利局", Role.CONTACT),
    "陈分管": ("水利局", Role.LEADER),
    "张联络": ("发改委", Role.CONTACT),
    "钱分管": ("发改委", Role.LEADER),
}
DOUBTFUL = {
    "half": faults.half_answer(),
    "reset-untaken": faults.reset(executed=False),
    "hangs": faults.hang(),
    "hangs-untaken": faults.hang(executed=False),
    "reset": faults.reset(executed=True),
    "502": faults.bad_gateway(executed=True),
    "502-untaken": faults.bad_gateway(),
}
REFUSED = {
    "blocked": faults.blocked(),
    "not-found": faults.chat_not_found(),
    "kicked": faults.kicked(),
    "deactivated": faults.deactivated(),
}
PUT_OFF = {"401": faults.unauthorized(), "slow": faults.slow(0.1), "429": faults.too_many_requests(1)}


@pytest.fixture
async def rig(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    """A warning to 水利局 and a digest to 发改委 are owed, three parts each."""
    async with running_rig(database, tmp_path, answer_seconds=1.0) as rig:
        await rig.seat({"王审核": ("办公室", Role.OFFICE)} | UNITS)
        await post(rig, "warning", "水利局", items=MANY)
        await post(rig, "digest", "发改委", items=MANY)
        yield rig


async def strike(rig: Rig, fault: Fault) -> None:
    """Both second parts meet the fault; then time passes until nothing more is to come."""
    for name in ("李联络", "张联络"):
        rig.box.faults.add(fault, method="sendMessage", chat_id=rig.people[name], skip=1)
    await rig.house.dispatcher.drain()
    while rig.house.dispatcher.halted is not None:
        await rig.restart()
        await rig.house.dispatcher.drain()
    rig.later(minutes=2)
    await rig.house.dispatcher.drain()
    for name in UNITS:
        assert in_order(copies(rig, name))
    assert not any("parse" in (row.reason or "") for row in await rig.rows())
    assert {row.state for row in await rig.rows()} <= {S.SENT, S.UNCERTAIN, S.FAILED, S.CANCELLED}
    assert await rig.broken() == []


def copies(rig: Rig, name: str) -> list[list[int]]:
    """The tasks that each part names, in the order in which the parts came."""
    return [[int(number) for number in re.findall(r"第(\d+)项", sent.text)] for sent in heard(rig, name)]


def in_order(parts: list[list[int]]) -> bool:
    """Each part begins where the one before it ended, or anew."""
    whole = all(part == list(range(part[0], part[-1] + 1)) for part in parts)
    return whole and all(after[0] in (0, before[-1] + 1) for before, after in pairwise([[-1], *parts]))


def marked(rig: Rig, name: str) -> list[bool]:
    return ["【重发】" in sent.text.partition("\n")[0] for sent in heard(rig, name)]


@pytest.mark.parametrize("fault", some(DOUBTFUL, 2).values(), ids=some(DOUBTFUL, 2).keys())
async def test_in_doubt_a_reminder_stops_and_a_warning_comes_again_marked(rig: Rig, fault: Fault) -> None:
    await strike(rig, fault)
    taken = 2 if fault.executed else 1
    assert len(copies(rig, "张联络")) == taken
    assert marked(rig, "李联络") == [False] * taken + [True] * 3
    assert list(chain(*copies(rig, "李联络")[taken:])) == list(range(50))


@pytest.mark.parametrize("fault", some(REFUSED, 1).values(), ids=some(REFUSED, 1).keys())
async def test_refused_it_goes_to_the_other_seat_from_the_beginning(rig: Rig, fault: Fault) -> None:
    await strike(rig, fault)
    for contact, leader in (("李联络", "陈分管"), ("张联络", "钱分管")):
        assert len(copies(rig, contact)) == 1
        assert list(chain(*copies(rig, leader))) == list(range(50))
        assert marked(rig, leader) == [False] * 3
    assert len(heard(rig, "王审核")) == 2


async def test_words_that_are_refused_stop_the_rest_and_blame_nobody(rig: Rig) -> None:
    await strike(rig, Fault(bad_request("message is too long")))
    assert [len(copies(rig, name)) for name in UNITS] == [1, 0, 1, 0]
    assert [row.state for row in await rig.rows()].count(S.FAILED) == 2


@pytest.mark.parametrize("fault", some(PUT_OFF, 2).values(), ids=some(PUT_OFF, 2).keys())
async def test_put_off_it_goes_on_where_it_stopped(rig: Rig, fault: Fault) -> None:
    await strike(rig, fault)
    for name in ("李联络", "张联络"):
        assert len(copies(rig, name)) == 3
        assert list(chain(*copies(rig, name))) == list(range(50))
    assert {row.state for row in await rig.rows()} == {S.SENT}


async def test_the_third_does_not_overtake_a_second_that_found_nobody(rig: Rig) -> None:
    async with serve(create_app(rig.box)) as root:
        rig.root = root
        await rig.restart()
        await rig.house.dispatcher.step()
    await rig.house.dispatcher.step()
    async with serve(create_app(rig.box), port=urlsplit(root).port or 0):
        await rig.house.dispatcher.drain()
        assert [len(copies(rig, name)) for name in UNITS] == [1, 0, 1, 0], "the second has to wait a while"
        rig.later(minutes=1)
        await rig.house.dispatcher.drain()
        for name in ("李联络", "张联络"):
            assert list(chain(*copies(rig, name))) == list(range(50))
        assert await rig.broken() == []
