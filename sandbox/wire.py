"""Faults that need the socket itself: hanging, resetting, breaking off."""

import asyncio
import json
import socket
import struct
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox.faults import Wire, WireError
from sandbox.waiting import first_of

_TRANSPORT = "sandbox.transport"
_NO_LINGER = struct.pack("ii", 1, 0)


class OpenHandedProtocol(H11Protocol):
    """Hands each connection's transport to the application, so that it can misuse it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn itself does
        super().connection_made(transport)
        inner: Any = self.app

        async def handing_over(scope: Scope, receive: Receive, send: Send) -> None:
            scope[_TRANSPORT] = transport
            await inner(scope, receive, send)

        self.app = handing_over


class WireResponse:
    """Carries out what a WireError says. `farewell` ends a hanging request when the server stops."""

    def __init__(self, error: WireError, farewell: asyncio.Event) -> None:
        self._error = error
        self._farewell = farewell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wire = self._error.wire
        if wire is Wire.SLOW:
            await first_of({self._farewell}, self._error.seconds)
            await self._whole()(scope, receive, send)
        else:
            await self._break(wire, scope, receive, send)

    async def _break(self, wire: object, scope: Scope, receive: Receive, send: Send) -> None:
        transport: asyncio.Transport = scope[_TRANSPORT]
        if wire is Wire.HANG:
            await self._until_gone(receive)
        elif wire is Wire.HALF:
            await self._half(send)
            transport.close()
        else:
            _reset(transport)
        if not transport.is_closing():
            transport.abort()
        await _disconnected(receive)

    def _whole(self) -> ASGIApp:
        return JSONResponse(self._error.body, self._error.status)

    async def _half(self, send: Send) -> None:
        body = json.dumps(self._error.body, ensure_ascii=False).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": self._error.status, "headers": headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})

    async def _until_gone(self, receive: Receive) -> None:
        gone = asyncio.ensure_future(_disconnected(receive))
        stopping = asyncio.ensure_future(self._farewell.wait())
        _, waiting = await asyncio.wait({gone, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _reset(transport: asyncio.Transport) -> None:
    """Close with RST instead of FIN."""
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()
