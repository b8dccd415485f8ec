"""What Telegram refuses, in its own words."""

from typing import Any

import pytest

from sandbox import Limits, Sandbox
from tests.sandbox.conftest import OFFICE_GROUP, TOKEN, ZHANG
from tests.sandbox.stage import SmallStage


async def _refusal(box: Sandbox, method: str, **params: Any) -> str:
    status, body = await box.call(method, {"chat_id": ZHANG, **params})
    assert (body["ok"], body["error_code"]) == (False, status)
    return str(body["description"])


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<x>督办</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("督办<b>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("督办</b>", "Unexpected end tag at byte offset 6"),
        ("<b>督</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("还剩 <7 天", "Unclosed start tag at byte offset 7"),
        ("还剩 <7 天>", 'Unsupported start tag "7" at byte offset 7'),
        ("<span>督办</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b>督</b", "Unclosed end tag at byte offset 6"),
    ],
)
async def test_markup_that_is_wrong(box: Sandbox, html: str, why: str) -> None:
    refusal = await _refusal(box, "sendMessage", text=html, parse_mode="HTML")
    assert refusal == f"Bad Request: can't parse entities: {why}"


async def test_markup_that_is_right(box: Sandbox) -> None:
    link = '<a href="https://a.cn/?x=1&amp;y=2">附件</a>'
    html = f'😀<b>第 <i>11</i> 项</b> &lt;重&gt; {link} <pre><code class="language-py">1</code></pre>'
    _, body = await box.call("sendMessage", {"chat_id": str(ZHANG), "text": f"\n {html} ", "parse_mode": "html"})
    assert body["result"]["text"] == "😀第 11 项 <重> 附件 1"
    assert body["result"]["entities"] == [
        {"type": "bold", "offset": 2, "length": 6},
        {"type": "italic", "offset": 4, "length": 2},
        {"type": "text_link", "offset": 13, "length": 2, "url": "https://a.cn/?x=1&y=2"},
        {"type": "pre", "offset": 16, "length": 1, "language": "py"},
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "message text is empty"), (" \n", "message text is empty"), ("😀" * 2049, "message is too long")],
)
async def test_texts_that_cannot_be_sent(box: Sandbox, text: str, why: str) -> None:
    assert await _refusal(box, "sendMessage", text=text) == f"Bad Request: {why}"


async def test_the_longest_text_is_counted_in_utf16(box: Sandbox) -> None:
    status, _ = await box.call("sendMessage", {"chat_id": ZHANG, "text": "😀" * 2048})
    assert status == 200


async def test_button_data_has_64_bytes(box: Sandbox) -> None:
    def keyboard(data: str) -> dict[str, Any]:
        return {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "签收", "callback_data": data}]]}}

    assert await _refusal(box, "sendMessage", **keyboard("签" * 22)) == "Bad Request: BUTTON_DATA_INVALID"
    assert "Text buttons are unallowed" in await _refusal(box, "sendMessage", **keyboard(""))
    assert (await box.call("sendMessage", {"chat_id": ZHANG, **keyboard("s" * 64)}))[0] == 200


async def test_edits_that_change_nothing_or_find_nothing(box: Sandbox) -> None:
    _, body = await box.call("sendMessage", {"chat_id": ZHANG, "text": "您好"})
    number = body["result"]["message_id"]
    assert "message is not modified" in await _refusal(box, "editMessageText", message_id=number, text="您好")
    assert await _refusal(box, "editMessageText", message_id=999, text="x") == "Bad Request: message to edit not found"
    theirs = box.say(ZHANG, "收到").message_id
    assert await _refusal(box, "editMessageText", message_id=theirs, text="x") == "Bad Request: message can't be edited"
    assert await _refusal(box, "deleteMessage", message_id=999) == "Bad Request: message to delete not found"


async def test_a_press_is_answered_once(box: Sandbox) -> None:
    markup = {"inline_keyboard": [[{"text": "签收", "callback_data": "s"}]]}
    _, body = await box.call("sendMessage", {"chat_id": ZHANG, "text": "x", "reply_markup": markup})
    press = box.press(ZHANG, ZHANG, body["result"]["message_id"], 0)
    assert (await box.call("answerCallbackQuery", {"callback_query_id": press.query_id}))[0] == 200
    again = await _refusal(box, "answerCallbackQuery", callback_query_id=press.query_id)
    assert again == "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.mark.parametrize("params", [{"reply_markup": "{"}, {"reply_markup": "[]"}, {"reply_parameters": "[1]"}])
async def test_parameters_that_are_not_what_they_should_be(box: Sandbox, params: dict[str, str]) -> None:
    assert (await _refusal(box, "sendMessage", text="x", **params)).startswith("Bad Request: ")


async def test_methods_that_do_not_exist(box: Sandbox) -> None:
    assert await box.call("sendTelepathy", {}) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )


async def test_a_group_that_became_a_supergroup_names_its_new_number(box: Sandbox) -> None:
    box.group(OFFICE_GROUP, "办公室工作群", [11])
    box.migrate(OFFICE_GROUP, -1001)
    _, body = await box.call("sendMessage", {"chat_id": OFFICE_GROUP, "text": "x"})
    assert body["parameters"] == {"migrate_to_chat_id": -1001}
    assert (await box.call("sendMessage", {"chat_id": -1001, "text": "x"}))[0] == 200


async def test_limits_say_how_long_to_wait() -> None:
    now = [0.0]
    box = Sandbox(TOKEN, SmallStage().now, limits=Limits(timer=lambda: now[0]))
    box.user(1, "张三", started=True)
    box.group(OFFICE_GROUP, "办公室工作群", [1])

    async def send(chat_id: int) -> dict[str, Any]:
        return (await box.call("sendMessage", {"chat_id": chat_id, "text": "x"}))[1]

    assert (await send(1))["ok"]
    assert (await send(1))["parameters"] == {"retry_after": 1}
    now[0] = 1.0
    assert (await send(1))["ok"]
    assert all([(await send(OFFICE_GROUP))["ok"] for _ in range(20)])
    assert (await send(OFFICE_GROUP))["parameters"] == {"retry_after": 60}


async def test_thirty_messages_a_second_in_all() -> None:
    box = Sandbox(TOKEN, SmallStage().now, limits=Limits(timer=lambda: 0.0))
    for number in range(1, 32):
        box.user(number, "张三", started=True)
    statuses = [(await box.call("sendMessage", {"chat_id": number, "text": "x"}))[0] for number in range(1, 32)]
    assert statuses == [200] * 30 + [429]
