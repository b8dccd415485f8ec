"""D1: the server takes a message and its answer is lost. Shown as doubtful; never repeated in silence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from database.engine import Database
from outbox.message import DeliveryState, DoubtRule, Owed, Priority
from sandbox import Fault, faults
from sandbox.http import create_app, serve
from tests.faults.rig import Rig, running_rig
from tests.faults.scale import times

S = DeliveryState
FIRST = 1001
LOST = {
    "hangs": faults.hang(),
    "reset": faults.reset(executed=True),
    "502": faults.bad_gateway(executed=True),
    "half": faults.half_answer(),
}
KINDS = (
    ("digest", Priority.REMINDER, DoubtRule.LEAVE, "督办提醒"),
    ("order", Priority.ESCALATION, DoubtRule.RESEND_MARKED, "督办单"),
    ("notice", Priority.NOTICE, DoubtRule.RESEND_MARKED, "通报"),
)


@pytest.fixture
async def rig(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    """The bot gives up a silent server soon, so that nobody waits long for the hangs."""
    async with running_rig(database, tmp_path, answer_seconds=1.0) as rig:
        yield rig


def papers(rig: Rig, count: int) -> list[Owed]:
    """Numbered messages of every kind, each to a reader of its own."""
    owed = []
    for number in range(count):
        kind, priority, doubt, title = KINDS[number % len(KINDS)]
        words = {"words": f"{title}〔2021〕{number}号"}
        rig.box.user(FIRST + number, f"读者{number}", started=True)
        owed.append(
            Owed(
                key=f"{kind}/{number}",
                address=str(FIRST + number),
                kind=kind,
                template="said",
                facts=words,
                priority=priority,
                doubt=doubt,
            )
        )
    return owed


def texts(rig: Rig, chat: int) -> list[str]:
    return [sent.text for sent in rig.box.log if sent.chat_id == chat]


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST.keys())
async def test_an_answer_lost_on_the_way(rig: Rig, fault: Fault) -> None:
    count = times(3, 100)
    owed = papers(rig, count)
    for number in range(count):
        rig.box.faults.add(fault, method="sendMessage", chat_id=FIRST + number)
    await rig.owe(*owed)
    await rig.house.dispatcher.drain()
    firsts = [row for row in await rig.rows() if row.resend_of is None]
    assert [row.state for row in firsts] == [S.UNCERTAIN] * count
    assert len(rig.box.log) == count, "all were taken"

    rig.later(seconds=119)
    await rig.house.dispatcher.drain()
    assert len(rig.box.log) == count
    rig.later(seconds=1)
    await rig.house.dispatcher.drain()
    rig.later(hours=1)
    await rig.house.dispatcher.drain()
    for number, one in enumerate(owed):
        first = str(one.facts["words"])
        again = [f"【重发】\n{first}"] if one.doubt is DoubtRule.RESEND_MARKED else []
        assert texts(rig, FIRST + number) == [first, *again]
    assert await rig.broken() == []


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST.keys())
async def test_a_long_order_in_doubt_goes_again_as_a_whole_each_part_marked(rig: Rig, fault: Fault) -> None:
    _, order, *_ = papers(rig, 2)
    words = "\n".join(f"〔2021〕1号第{line}行：请抓紧办理。" * 9 for line in range(60))
    rig.box.faults.add(fault, method="sendMessage", chat_id=FIRST + 1, skip=1)
    await rig.owe(order.model_copy(update={"facts": {"words": words}}))
    await rig.house.dispatcher.drain()
    rig.later(minutes=2)
    await rig.house.dispatcher.drain()

    one, two, *again = texts(rig, FIRST + 1)
    assert len(again) >= 3
    assert again[:2] == [f"【重发】\n{one}", f"【重发】\n{two}"]
    assert all(part.startswith("【重发】\n") for part in again)
    copies = [(row.state, row.superseded) for row in await rig.rows(order.key)]
    assert copies == [(S.SENT, True), (S.SENT, False)]
    assert await rig.broken() == []


async def test_three_refused_connections_then_delivered_once_within_a_minute(rig: Rig) -> None:
    async with serve(create_app(rig.box)) as root:
        rig.root = root
        await rig.restart()
    owed = papers(rig, 3)
    await rig.owe(*owed)
    passed = 0
    while passed < 60 and min(row.attempts for row in await rig.rows()) < 3:
        await rig.house.dispatcher.drain()
        rig.later(seconds=1)
        passed += 1
    assert rig.box.log == []

    async with serve(create_app(rig.box), port=urlsplit(root).port or 0):
        while len(rig.box.log) < len(owed) and passed < 60:
            await rig.house.dispatcher.drain()
            rig.later(seconds=1)
            passed += 1
        rig.later(hours=1)
        await rig.house.dispatcher.drain()
        assert sorted(sent.text for sent in rig.box.log) == sorted(str(one.facts["words"]) for one in owed)
        assert {(row.state, row.attempts) for row in await rig.rows()} == {(S.SENT, 4)}
        assert await rig.broken() == []
