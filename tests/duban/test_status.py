"""``duban status`` tells an engineer on call in plain words what is owed, what is in doubt and what is stuck."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.hearing import HEARD
from bot.inbox import InboxState, InboxUpdate
from database.engine import Database
from duban.amending import Agreed, apply_file
from duban.files import read_files
from duban.inviting import open_way_in
from duban.settings import Settings
from duban.standing import is_stuck, status_lines, status_of
from outbox.enqueue import enqueue
from outbox.message import DeliveryState, Message, Owed, Priority
from plans.roles import Role
from register.seats import invitation_with, take_seat
from register.tables import Checkpoint, Holding, Seat
from tests.duban.conftest import TOKEN
from tests.duban.test_amending import MOVED, SHIPPED

NOW = datetime.fromisoformat("2021-06-24T10:00:00+08:00")


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DUBAN_TELEGRAM_TOKEN", TOKEN)
    return Settings(clock=NOW, bot_api_url="http://127.0.0.1:1")


@pytest.fixture
async def seat(settings: Settings) -> int:
    """The contact's seat of 发改委, filled by 吴联络员."""
    way = await open_way_in(settings, "发改委", Role.CONTACT, None)
    store = Database(settings.store)
    async with store.writing() as session:
        invitation = await invitation_with(session, way.secret)
        assert invitation is not None
        seat = await take_seat(session, invitation, 501, "吴联络员", 501, NOW)
        session.add(Checkpoint(name=HEARD, at=NOW))
    await store.close()
    return seat.id or 0


async def change(settings: Settings, *rows: Any) -> None:
    store = Database(settings.store)
    async with store.writing() as session:
        session.add_all(rows)
    await store.close()


async def owe(settings: Settings, seat: int, kind: str, state: DeliveryState, **changes: Any) -> None:
    store = Database(settings.store)
    async with store.writing() as session:
        one = Owed(key=f"{kind}/1", address="501", owner=f"seat:{seat}", kind=kind, template=kind)
        (row_id,) = await enqueue(session, [one], NOW - timedelta(minutes=20))
        row = await session.get_one(Message, row_id)
        row.state = state
        for name, value in changes.items():
            setattr(row, name, value)
    await store.close()


async def told(settings: Settings) -> str:
    return "\n".join(status_lines(await status_of(settings)))


async def test_all_is_well(settings: Settings, seat: int) -> None:
    status = await status_of(settings)
    assert not is_stuck(status)
    assert "须人处理" not in await told(settings)
    assert read_files(settings).plan.plan.id in await told(settings)


@pytest.mark.parametrize(
    ("kind", "state", "changes", "words"),
    [
        ("digest", DeliveryState.UNCERTAIN, {}, "发改委联络员的督办提醒不知是否送达：请电话核实"),
        ("order", DeliveryState.FAILED, {"reason": "blocked"}, "发改委联络员的督办单未能送达（blocked）"),
        ("digest", DeliveryState.PENDING, {}, "最早一条应发的消息自6月24日 09:40起等待"),
    ],
)
async def test_a_message_in_trouble(
    settings: Settings, seat: int, kind: str, state: DeliveryState, changes: dict[str, Any], words: str
) -> None:
    await owe(settings, seat, kind, state, **changes)
    assert words in await told(settings)
    assert is_stuck(await status_of(settings))


@pytest.mark.parametrize(
    ("copy", "words"),
    [
        (DeliveryState.PENDING, "，已注明重发再发一次：请电话核实"),
        (DeliveryState.SENT, "，注明重发的一份已送达：无须处理"),
        (DeliveryState.UNCERTAIN, "，已注明重发再发一次：请电话核实"),
    ],
)
async def test_a_warning_in_doubt_of_which_a_copy_followed(
    settings: Settings, seat: int, copy: DeliveryState, words: str
) -> None:
    await owe(settings, seat, "warning", DeliveryState.UNCERTAIN, superseded=True)
    await owe(settings, seat, "warning", copy, resend_of=1)
    assert f"发改委联络员的督办预警不知是否送达{words}" in await told(settings)


async def test_an_answer_in_doubt_troubles_nobody_but_who_asks(settings: Settings, seat: int) -> None:
    await owe(settings, seat, "receipt", DeliveryState.UNCERTAIN, priority=Priority.ANSWER)
    assert "不知是否送达，是对本人操作的答复：操作已记录在案" in await told(settings)


async def test_trouble_of_last_month_is_history(settings: Settings, seat: int) -> None:
    await owe(settings, seat, "digest", DeliveryState.UNCERTAIN, changed_at=NOW - timedelta(days=30))
    assert not is_stuck(await status_of(settings))
    assert "不知是否送达 1" in await told(settings)


async def test_an_update_set_aside(settings: Settings, seat: int) -> None:
    update = InboxUpdate(update_id=77, received_at=NOW, evidence_at=NOW, content={}, state=InboxState.SET_ASIDE)
    await change(settings, update)
    assert "编号77）未能处理" in await told(settings)


async def test_nobody_listens(settings: Settings, seat: int) -> None:
    store = Database(settings.store)
    async with store.writing() as session:
        (await session.get_one(Checkpoint, HEARD)).at = NOW - timedelta(hours=1)
    await store.close()
    assert "自6月24日 09:00起没有收到过消息服务器的答复" in await told(settings)


async def test_a_person_who_cannot_be_reached(settings: Settings, seat: int) -> None:
    store = Database(settings.store)
    async with store.writing() as session:
        holding = (await session.exec(select(Holding).join(Seat).where(Seat.id == seat))).one()
        holding.unreachable_since = NOW
        session.add(holding)
    await store.close()
    assert "发改委联络员吴联络员联系不上" in await told(settings)


async def test_a_plan_file_that_is_not_what_is_in_force(settings: Settings, seat: int, home: Path) -> None:
    changed, now = home / "plan.yaml", settings.model_copy(update={"plan": home / "plan.yaml"})
    changed.write_text(MOVED, encoding="utf-8")
    words = await told(now)
    assert f"方案文件 {changed} 与登记簿不一致，现仍按登记簿中的方案（第1版）执行" in words
    assert f"请用 duban diff {changed} 查看，确要改方案的按其提示用 duban apply 执行，否则请恢复原文件。" in words
    assert is_stuck(await status_of(now))

    await apply_file(now, changed, Agreed())
    assert not is_stuck(await status_of(now))
    assert "（第2版）" in await told(now)


@pytest.mark.parametrize("text", ["plan: {}\n", None])
async def test_a_plan_file_with_which_nothing_could_start(
    settings: Settings, seat: int, home: Path, text: str | None
) -> None:
    broken = home / "plan.yaml"
    if text is not None:
        broken.write_text(text, encoding="utf-8")
    words = await told(settings.model_copy(update={"plan": broken}))
    assert f"方案文件 {broken} 缺失或有误" in words
    assert f"请用 duban check {broken} 查看并改正" in words


async def test_another_comment_in_the_plan_file_is_no_other_plan(settings: Settings, seat: int, home: Path) -> None:
    (home / "plan.yaml").write_text(f"{SHIPPED}# 已核对\n", encoding="utf-8")
    assert not is_stuck(await status_of(settings.model_copy(update={"plan": home / "plan.yaml"})))


async def test_what_was_never_done_is_not_said_to_be_done_in_1970(settings: Settings, seat: int) -> None:
    await apply_file(settings, settings.plan, Agreed())  # takes the morning's turn
    assert "1970" not in await told(settings)
