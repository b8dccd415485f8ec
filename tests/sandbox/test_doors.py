"""Who may come in: this machine, this page, one program per port."""

import httpx
import pytest

from sandbox import Sandbox
from sandbox.http import PortInUseError, create_app, serve
from tests.sandbox.conftest import TOKEN, ZHANG
from tests.sandbox.stage import SmallStage

MINE = {"X-Sandbox": "page"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (MINE, 200),
        ({}, 403),
        ({**MINE, "Host": "evil.example"}, 403),
        ({**MINE, "Origin": "http://evil.example"}, 403),
        ({**MINE, "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
async def test_only_the_page_itself_may_act(root: str, headers: dict[str, str], status: int) -> None:
    async with httpx.AsyncClient(base_url=root, trust_env=False) as client:
        said = {"user_id": ZHANG, "chat_id": ZHANG, "text": "您好"}
        answer = await client.post("/sandbox/api/say", json=said, headers=headers)
    assert answer.status_code == status


async def test_a_foreign_name_for_this_host_reads_nothing(root: str) -> None:
    async with httpx.AsyncClient(base_url=root, trust_env=False) as client:
        assert (await client.get("/sandbox/api/stage", headers={"Host": "evil.example"})).status_code == 403
        assert (await client.get(f"/bot{TOKEN}/getMe", headers={"Host": "evil.example"})).status_code == 403


async def test_an_uploaded_page_is_never_shown_as_one(root: str, box: Sandbox) -> None:
    sent = box.send_file(ZHANG, "坏.html", b"<script>alert(1)</script>")
    assert sent.file is not None
    async with httpx.AsyncClient(base_url=root, trust_env=False) as client:
        answer = await client.get(f"/sandbox/api/files/{sent.file.file_id}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_json_and_query_are_read_like_forms(root: str) -> None:
    async with httpx.AsyncClient(base_url=f"{root}/bot{TOKEN}", trust_env=False) as client:
        by_json = await client.post("/sendMessage", json={"chat_id": ZHANG, "text": "一"})
        by_query = await client.get("/SENDMESSAGE", params={"chat_id": ZHANG, "text": "二"})
        broken = await client.post("/sendMessage", content=b"{", headers={"content-type": "application/json"})
    assert [by_json.json()["result"]["text"], by_query.json()["result"]["text"]] == ["一", "二"]
    assert broken.json()["description"] == "Bad Request: can't parse JSON object"


async def test_other_machines_are_not_served(box: Sandbox) -> None:
    with pytest.raises(ValueError, match="本机"):
        async with serve(create_app(box), host="0.0.0.0"):  # noqa: S104  # this is what must be refused
            pass


async def test_a_port_in_use_is_said_in_one_sentence(root: str, box: Sandbox, stage: SmallStage) -> None:
    port = int(root.rsplit(":", 1)[1])
    with pytest.raises(PortInUseError, match=f"端口 {port} 已被占用"):
        async with serve(create_app(box, stage), port=port):
            pass


async def test_the_state_outlives_the_server(box: Sandbox) -> None:
    async with serve(create_app(box)):
        box.say(ZHANG, "还在")
    async with serve(create_app(box)) as root, httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{root}/bot{TOKEN}/getUpdates")
    assert [one["message"]["text"] for one in answer.json()["result"]] == ["还在"]
