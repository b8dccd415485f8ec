"""The chat page in a real browser: read, press, write, move the clock."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.browser import CHROMIUM, Browser, browser
from tests.sandbox.conftest import ZHANG
from tests.sandbox.stage import SmallStage

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)")

SIGN = {"inline_keyboard": [[{"text": "签收", "callback_data": "sign"}]]}


@pytest.fixture
async def tab() -> AsyncIterator[Browser]:
    async with browser() as tab:
        yield tab
        assert tab.complaints == []


@pytest.fixture
async def answering(box: Sandbox) -> AsyncIterator[None]:
    """A bot that answers each press, and greets whoever starts."""

    async def listen() -> None:
        offset = 0
        while True:
            _, body = await box.call("getUpdates", {"offset": offset, "timeout": 30})
            for update in body["result"]:
                offset = update["update_id"] + 1
                await _react(box, update)

    task = asyncio.create_task(listen())
    yield
    task.cancel()


async def _react(box: Sandbox, update: dict[str, Any]) -> None:
    if query := update.get("callback_query"):
        await box.call("answerCallbackQuery", {"callback_query_id": query["id"], "text": "已签收，谢谢"})
        edit = {"chat_id": ZHANG, "message_id": query["message"]["message_id"], "text": "第11项已签收"}
        await box.call("editMessageText", edit)
    elif update.get("message", {}).get("text", "").startswith("/start"):
        await box.call("sendMessage", {"chat_id": update["message"]["chat"]["id"], "text": "席位已绑定"})


async def _send(box: Sandbox, text: str, **more: Any) -> None:
    status, body = await box.call("sendMessage", {"chat_id": ZHANG, "text": text, "parse_mode": "HTML", **more})
    assert status == 200, body


async def test_a_contact_reads_signs_and_answers(box: Sandbox, root: str, tab: Browser, answering: None) -> None:
    await _send(box, "<b>第11项</b>还剩 7 天", reply_markup=SIGN)
    await tab.go(f"{root}/")
    await tab.until("document.querySelector('.unread').textContent === '1'")
    await tab.run("[...document.querySelectorAll('.seat')].find((s) => s.textContent.includes('自然资源')).click()")
    await tab.until("document.querySelector('.text b').textContent === '第11项'")
    await tab.until("!document.querySelector('.unread')")

    await tab.press_button("签收")
    await tab.until("document.querySelector('#toast').textContent === '已签收，谢谢'")
    await tab.until(
        "document.querySelector('.text').textContent === '第11项已签收' && !document.querySelector('.keys')"
    )

    await tab.write("正在办理")
    await tab.until("document.querySelector('.row.own .text').textContent === '正在办理'")
    assert box.messages(ZHANG)[-1].text == "正在办理"


async def test_lights_are_shapes_that_need_no_font(box: Sandbox, root: str, tab: Browser) -> None:
    """The signs themselves stay in the text, for whoever copies it or has it read out."""
    await _send(box, "🔴 <b>第11项 ✅</b>\n🟡 临期 🟢 正常", reply_markup=SIGN)
    await tab.go(f"{root}/")
    await tab.until("document.querySelector('.seat .last .sign.red')")
    await tab.run("[...document.querySelectorAll('.seat')].find((s) => s.textContent.includes('自然资源')).click()")
    await tab.until("document.querySelector('.text').textContent === '🔴 第11项 ✅\\n🟡 临期 🟢 正常'")
    await tab.until(
        "[...document.querySelectorAll('.text .sign')].map((s) => s.classList[1]).join() === 'red,tick,yellow,green'"
    )
    await tab.until(
        "[...document.querySelectorAll('.text .sign')].every((s) => s.offsetWidth > 5 && s.offsetWidth < 20)"
    )


async def test_the_clock_moves_and_what_falls_due_arrives(
    box: Sandbox, root: str, stage: SmallStage, tab: Browser
) -> None:
    moving = asyncio.Event()

    async def morning() -> None:
        await moving.wait()
        await _send(box, "今日督办提醒")

    stage.on_move = morning
    await tab.go(f"{root}/sandbox/#{ZHANG}/{ZHANG}")
    await tab.until("document.querySelector('#who-name').textContent.includes('张三')")
    await tab.press_button("下一天")
    await tab.until("!document.querySelector('#busy').hidden && document.querySelector('[data-move]').disabled")
    await tab.until("document.querySelector('#date').textContent === '2021年6月24日'")
    moving.set()
    await tab.until("document.querySelector('.text').textContent === '今日督办提醒'")
    await tab.until("document.querySelector('#busy').hidden")


async def test_a_clock_that_stumbles_says_so(
    root: str, stage: SmallStage, tab: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumble() -> None:
        raise RuntimeError("数据库被锁住")

    stage.on_move = stumble
    await tab.go(f"{root}/sandbox/")
    await tab.until("document.querySelector('.seat')")
    await tab.press_button("下一事件")
    await tab.until("document.querySelector('#trouble').textContent === '时钟没有走成：数据库被锁住'")
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == ["the clock did not move"]


async def test_a_newcomer_pastes_an_invitation(box: Sandbox, root: str, tab: Browser, answering: None) -> None:
    await tab.go(f"{root}/sandbox/", 390, 844)
    await tab.until("document.querySelector('.seat')")
    await tab.click("#add")
    await tab.press_button("添加")
    await tab.until("document.querySelector('#who-name').textContent.includes('李新')")
    await tab.write("https://t.me/duban_bot?start=k3J9dXq2")
    await tab.until("[...document.querySelectorAll('.text')].some((t) => t.textContent === '席位已绑定')")
    newcomer = max(box.people)
    assert box.messages(newcomer)[0].text == "/start k3J9dXq2"


async def test_what_looks_like_markup_stays_text(box: Sandbox, root: str, tab: Browser) -> None:
    box.user(ZHANG, "<img src=x onerror=alert(1)>")
    box.say(ZHANG, "<img src=x onerror=alert(1)>")
    await _send(box, "&lt;script&gt;alert(1)&lt;/script&gt;")
    await tab.go(f"{root}/sandbox/#{ZHANG}/{ZHANG}")
    await tab.until("document.querySelectorAll('.row .text').length === 2")
    assert await tab.run("document.querySelectorAll('#messages img, #messages script').length") == 0
