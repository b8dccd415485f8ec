"""Updates grow old, files are bounded, the log can be kept."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import ImpossibleError, Sandbox
from tests.sandbox.conftest import TOKEN, ZHANG
from tests.sandbox.stage import SmallStage


async def _waiting(box: Sandbox) -> int:
    return len((await box.call("getUpdates", {}))[1]["result"])


async def test_an_update_is_kept_for_a_day(box: Sandbox, stage: SmallStage) -> None:
    box.say(ZHANG, "收到")
    stage.instant += timedelta(hours=23)
    assert await _waiting(box) == 1
    stage.instant += timedelta(hours=2)
    assert await _waiting(box) == 0


async def test_only_allowed_kinds_are_queued_and_an_empty_list_is_the_default(box: Sandbox) -> None:
    await box.call("getUpdates", {"allowed_updates": '["callback_query"]'})
    box.say(ZHANG, "没有人听")
    assert await _waiting(box) == 0
    await box.call("getUpdates", {"allowed_updates": []})
    box.say(ZHANG, "有人听")
    assert await _waiting(box) == 1


async def test_the_oldest_file_makes_room(stage: SmallStage) -> None:
    box = Sandbox(TOKEN, stage.now, file_memory=10)
    box.user(ZHANG, "张三")
    first = box.send_file(ZHANG, "一.docx", b"12345678")
    second = box.send_file(ZHANG, "二.docx", b"12345678")
    assert first.file is not None
    assert second.file is not None
    assert (await box.call("getFile", {"file_id": first.file.file_id}))[0] == 400
    assert box.download(second.file.path) == b"12345678"


async def test_the_log_is_written_line_by_line(box: Sandbox, tmp_path: Path) -> None:
    await box.call("sendMessage", {"chat_id": ZHANG, "text": "您好"})
    box.dump(tmp_path / "log.jsonl")
    (line,) = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    sent = json.loads(line)
    assert (sent["at"], sent["text"]) == ("2021-06-23T09:00:00+08:00", "您好")


def test_a_person_corrects_a_message(box: Sandbox) -> None:
    said = box.say(ZHANG, "完成 60%")
    box.edit(ZHANG, said.message_id, "完成 65%")
    assert [one.text for one in box.messages(ZHANG)] == ["完成 65%"]


async def test_people_cannot_press_what_is_not_there(box: Sandbox) -> None:
    _, body = await box.call("sendMessage", {"chat_id": ZHANG, "text": "x"})
    number = body["result"]["message_id"]
    with pytest.raises(ImpossibleError, match="没有按钮"):
        box.press(ZHANG, ZHANG, number, "签收")
    with pytest.raises(ImpossibleError, match="不在会话"):
        box.press(11, ZHANG, number, "签收")
    box.press(ZHANG, ZHANG, number, "old-data", stale=True)
    assert await _waiting(box) == 1
