"""The way out over HTTP, tried against real sockets: proxies, silent servers, files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from socket import SHUT_RDWR
from socketserver import StreamRequestHandler, TCPServer
from threading import Semaphore, Thread
from typing import Any

import pytest
from aiohttp import ClientProxyConnectionError, SocketTimeoutError
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

import bot.connections
from bot.connections import Connections
from bot.faults import sort_fault
from outbox.outcome import Doubtful, NotSent

TELEGRAM = "http://telegram.example"
NOBODY = "http://127.0.0.1:9"


@asynccontextmanager
async def listening(
    heard: list[str], answer: bytes, *more: bytes, pause: float = 0.0, patient: bool = True
) -> AsyncIterator[str]:
    """A server that notes the first line of each request, gives ``answer`` and hangs up.

    ``more`` follows piece by piece, each after ``pause`` seconds. One without an answer waits until the other side
    hangs up, unless it is not ``patient``.
    """
    visits: list[asyncio.Task[Any] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(asyncio.current_task())
        heard.append((await reader.readline()).decode().strip())
        writer.write(answer)
        for piece in more:
            await asyncio.sleep(pause)
            writer.write(piece)
        if not answer and patient:
            await reader.read()  # until the other side gives up
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield "http://{}:{}".format(*server.sockets[0].getsockname())
        await asyncio.gather(*filter(None, visits))


@contextmanager
def hanging_up() -> Iterator[tuple[str, Semaphore]]:
    """A server in a thread, which answers one call on each connection and hangs up; released whenever it has."""
    gone = Semaphore(0)

    class Visit(StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

        def finish(self) -> None:
            super().finish()
            self.request.shutdown(SHUT_RDWR)
            gone.release()

    with TCPServer(("127.0.0.1", 0), Visit) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield "http://{}:{}".format(*server.server_address), gone
        server.shutdown()
        thread.join()


@asynccontextmanager
async def connections(root: str, answer_seconds: float = 5.0) -> AsyncIterator[Connections]:
    ours = Connections(root, answer_seconds)
    await ours.initialize()
    try:
        yield ours
    finally:
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


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"])
async def test_a_proxy_that_makes_no_way_through_proves_that_nothing_left(
    monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    """Not even where it hangs up without a word, as many do when they cannot reach the server."""
    async with listening([], answer, patient=False) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        async with connections("https://telegram.example") as ours:
            with pytest.raises(NetworkError) as failed:
                await ours.do_request("https://telegram.example/bot1:x/sendMessage", "POST")
    assert isinstance(sort_fault(failed.value), NotSent)


async def test_a_proxy_without_a_scheme_is_an_http_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    async with listening(heard, b"HTTP/1.1 204 No Content\r\n\r\n") as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.removeprefix("http://"))
        async with connections(TELEGRAM) as ours:
            assert await ours.do_request(f"{TELEGRAM}/x", "POST") == (204, b"")
    assert heard == [f"POST {TELEGRAM}/x HTTP/1.1"]


@pytest.mark.parametrize("name", ["季报\n.pdf", "a\r\nX-Told: b.pdf", "a\x00\x0b\x7f.pdf"])
async def test_a_file_leaves_whatever_it_is_called(name: str) -> None:
    async with (
        listening([], b"HTTP/1.1 204 No Content\r\n\r\n") as root,
        connections(root) as ours,
    ):
        sent = RequestData([RequestParameter.from_input("document", InputFile(b"content", filename=name))])
        assert await ours.do_request(f"{root}/bot1:x/sendDocument", "POST", sent) == (204, b"")


async def test_a_file_may_take_longer_to_come_than_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty megabytes over a slow line come in slowly, but they come."""
    monkeypatch.setattr(bot.connections, "_CONNECT", 0.1)
    monkeypatch.setattr(bot.connections, "_UPLOAD", 0.0)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    async with listening([], head, *[b"x"] * 5, pause=0.2) as root, connections(root, answer_seconds=0.5) as ours:
        assert await ours.do_request(f"{root}/file/bot1:x/photo.jpg", "GET") == (200, b"xxxxx")


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


async def test_a_connection_on_which_the_other_side_hung_up_is_not_used_again() -> None:
    """Not even where this process was stopped meanwhile, so that its loop has not heard of it."""
    with hanging_up() as (root, gone):
        async with connections(root) as ours:
            for _ in range(3):
                assert await ours.do_request(f"{root}/bot1:x/sendMessage", "POST") == (200, b"{}")
                gone.acquire()


async def test_a_redirect_is_an_answer_not_an_order() -> None:
    """A call that is repeated elsewhere could arrive twice."""
    heard: list[str] = []
    moved = f"HTTP/1.1 307 Moved\r\nLocation: {NOBODY}\r\nContent-Length: 0\r\n\r\n"
    async with listening(heard, moved.encode()) as root, connections(root) as ours:
        status, _ = await ours.do_request(f"{root}/bot1:x/sendMessage", "POST")
    assert (status, len(heard)) == (307, 1)
