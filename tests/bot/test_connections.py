"""The way out over HTTP, tried against real sockets: proxies, silent servers, files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import ClientProxyConnectionError, SocketTimeoutError
from telegram.error import NetworkError, TimedOut

from bot.connections import Connections, ProxyError
from bot.faults import sort_fault
from outbox.outcome import Doubtful, NotSent

TELEGRAM = "http://telegram.example"
NOBODY = "http://127.0.0.1:9"


@asynccontextmanager
async def listening(heard: list[str], answer: bytes) -> AsyncIterator[str]:
    """A server that notes the first line of each request, gives ``answer`` and hangs up."""
    visits: list[asyncio.Task[Any] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(asyncio.current_task())
        heard.append((await reader.readline()).decode().strip())
        writer.write(answer)
        if not answer:
            await reader.read()  # until the other side gives up
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield "http://{}:{}".format(*server.sockets[0].getsockname())
        await asyncio.gather(*filter(None, visits))


@asynccontextmanager
async def connections(root: str, answer_seconds: float = 5.0) -> AsyncIterator[Connections]:
    ours = Connections(root, answer_seconds)
    await ours.initialize()
    yield ours
    await ours.shutdown()


async def test_a_call_goes_through_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    async with listening(heard, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}") as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy)
        async with connections(TELEGRAM) as ours:
            assert await ours.do_request(f"{TELEGRAM}/bot1:x/getMe", "POST") == (200, b"{}")
    assert heard == [f"POST {TELEGRAM}/bot1:x/getMe HTTP/1.1"]


async def test_a_proxy_that_is_not_there_proves_that_nothing_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", NOBODY)
    async with connections(TELEGRAM) as ours:
        with pytest.raises(NetworkError) as failed:
            await ours.do_request(f"{TELEGRAM}/bot1:x/sendMessage", "POST")
    assert sort_fault(failed.value) == NotSent(ClientProxyConnectionError.__name__)


async def test_a_proxy_is_not_asked_for_what_the_environment_excepts(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setenv("HTTP_PROXY", NOBODY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with listening(heard, b"HTTP/1.1 204 No Content\r\n\r\n") as root, connections(root) as ours:
        assert await ours.do_request(f"{root}/x", "POST") == (204, b"")
    assert heard == ["POST /x HTTP/1.1"]


async def test_a_proxy_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "socks5://name:secret@127.0.0.1:1080")
    with pytest.raises(ProxyError, match=r"^socks5$"):
        await Connections(TELEGRAM, 5.0).initialize()


async def test_a_server_that_takes_a_call_and_says_nothing_leaves_a_doubt() -> None:
    async with listening([], b"") as root, connections(root, answer_seconds=0.05) as ours:
        with pytest.raises(TimedOut) as failed:
            await ours.do_request(f"{root}/bot1:x/sendMessage", "POST")
    assert sort_fault(failed.value) == Doubtful(f"TimedOut: {SocketTimeoutError.__name__}")


@pytest.mark.parametrize("answer", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])
async def test_half_an_answer_leaves_a_doubt(answer: bytes) -> None:
    async with listening([], answer) as root, connections(root) as ours:
        with pytest.raises(NetworkError) as failed:
            await ours.do_request(f"{root}/bot1:x/sendMessage", "POST")
    assert isinstance(sort_fault(failed.value), Doubtful)


async def test_a_redirect_is_an_answer_not_an_order() -> None:
    """A call that is repeated elsewhere could arrive twice."""
    heard: list[str] = []
    moved = f"HTTP/1.1 307 Moved\r\nLocation: {NOBODY}\r\nContent-Length: 0\r\n\r\n"
    async with listening(heard, moved.encode()) as root, connections(root) as ours:
        status, _ = await ours.do_request(f"{root}/bot1:x/sendMessage", "POST")
    assert (status, len(heard)) == (307, 1)
