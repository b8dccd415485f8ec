"""A network between a process and its PostgreSQL that can be cut: bytes are taken, and go nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


class Proxy:
    """Forwards until it is cut; healed, it forwards again what comes then, and drops the connections of before."""

    def __init__(self, address: str) -> None:
        """``address``: of the PostgreSQL behind it."""
        self._address = address
        self._open = asyncio.Event()
        self._open.set()
        self._links: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        self._open.clear()

    def heal(self) -> None:
        for link in self._links:
            link.cancel()
        self._open.set()

    async def end(self) -> None:
        self.heal()
        await asyncio.gather(*self._links, return_exceptions=True)

    async def link(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, in both directions."""
        this = asyncio.current_task()
        assert this is not None
        self._links.add(this)
        this.add_done_callback(self._links.discard)
        # Dropping a link cancels it, and asyncio complains of cancelled handlers.
        with suppress(asyncio.CancelledError):
            await self._carry(reader, writer)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with _closing(writer):
            await self._open.wait()
            onward, back = await _connected(self._address)
            async with _closing(back):
                await self._both_ways((reader, back), (onward, writer))

    async def _both_ways(self, *pairs: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        ways = [asyncio.create_task(self._forward(*pair)) for pair in pairs]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            await self._open.wait()
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def _closing(end: asyncio.StreamWriter) -> AsyncIterator[None]:
    try:
        yield
    finally:
        end.close()
        with suppress(OSError):
            await end.wait_closed()


async def _connected(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """To a socket in a folder, as the tests' own server has one, or to a host."""
    parts = urlsplit(address)
    folder = dict(parse_qsl(parts.query)).get("host")
    if folder is not None:
        return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
    return await asyncio.open_connection(parts.hostname or "localhost", parts.port or 5432)


@asynccontextmanager
async def proxy(address: str) -> AsyncIterator[tuple[Proxy, str]]:
    """The proxy, and the address by which the database is reached through it."""
    between = Proxy(address)
    server = await asyncio.start_server(between.link, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    parts = urlsplit(address)
    user = {} if parts.username else {"user": "postgres"}
    query = dict(parse_qsl(parts.query)) | {"host": host, "port": str(port)} | user
    try:
        yield between, urlunsplit(parts._replace(query=urlencode(query)))
    finally:
        server.close()
        await between.end()
        await server.wait_closed()
