"""The way out over HTTP: aiohttp in the place of the library's own client, which takes thrice the processor time."""

from __future__ import annotations

import os
import re
import select
import ssl
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

import certifi
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientRequest,
    ClientSession,
    ClientTimeout,
    FormData,
    TCPConnector,
)
from aiohttp.base_protocol import BaseProtocol
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.proxies import proxy_for

_CONNECTIONS = 32
_CONNECT = 5.0
_UPLOAD = 20.0
"""Seconds, on top of the rest, that the words and files of one call may take to leave."""
_DOWNLOAD = 600.0
"""Seconds that a file may take to come, as long as it keeps coming: the largest one over a slow line."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def open_session(root: str, *, answer_seconds: float) -> ClientSession:
    """Connections to the server at ``root``, by way of the proxy that the environment names for it.

    The program trusts the usual authorities, or those of ``SSL_CERT_FILE``. An answer is awaited for
    ``answer_seconds``; a call that could not begin within 5 s raises ``ConnectionTimeoutError``. ProxyError where the
    proxy is no HTTP proxy.
    """
    secure = urlsplit(root).scheme == "https"
    connector = _Connector(limit=_CONNECTIONS, ssl=trusted() if secure else True)
    return ClientSession(connector=connector, timeout=_patience(_UPLOAD, answer_seconds), proxy=proxy_for(root))


def _patience(whole: float, answer_seconds: float) -> ClientTimeout:
    """``whole``: so long all that is sent, or all that comes, may take on top of connection and answer."""
    total = _CONNECT + whole + answer_seconds
    return ClientTimeout(total=total, connect=_CONNECT, sock_connect=_CONNECT, sock_read=answer_seconds)


class NotConnectedError(ClientError):
    """There is no way to the server yet; its text is the kind of the error that says so."""


class _Connector(TCPConnector):
    """Tells what went wrong on the way to the server from what went wrong with a call."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._used: WeakSet[BaseProtocol] = WeakSet()

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: ClientTimeout,  # noqa: ASYNC109 - aiohttp's own signature
    ) -> Connection:
        """A connection on which the other side has not hung up.

        A proxy that hangs up before it has made a way through looks like a server that does so after the call.
        """
        try:
            while _hung_up(connection := await super().connect(req, traces, timeout), self._used):
                connection.close()
        except (ClientConnectorError, ClientHttpProxyError, TimeoutError):
            raise  # these say so by themselves
        except (ClientError, OSError) as error:
            raise NotConnectedError(type(error).__name__) from error
        if connection.protocol is not None:
            self._used.add(connection.protocol)
        return connection


def _hung_up(connection: Connection, used: WeakSet[BaseProtocol]) -> bool:
    """Whether there is something to read before anything was asked: after a stall the loop may not know it yet.

    A call on such a connection would be lost, and stay in doubt. A new one is not looked at: TLS speaks first.
    """
    if connection.protocol not in used or connection.transport is None:
        return False
    look = select.poll()
    look.register(connection.transport.get_extra_info("socket"), select.POLLIN)
    return bool(look.poll(0))


def trusted() -> ssl.SSLContext:
    """Whom we believe to be the server. CertificatesError where the file that names them cannot be read."""
    return _trusting(os.environ.get("SSL_CERT_FILE") or certifi.where())


@cache
def _trusting(file: str) -> ssl.SSLContext:
    """Reading a hundred certificates takes 20 ms: once is enough."""
    try:
        return ssl.create_default_context(cafile=file)
    except OSError as error:
        raise CertificatesError(file) from error


class CertificatesError(NetworkError):
    """The file of trusted certificates cannot be read; its text is the file's path."""


class Connections(BaseRequest):
    """Carries the library's calls; an error's cause says what is known of the call."""

    def __init__(self, root: str, answer_seconds: float) -> None:
        """``answer_seconds``: so long an answer is awaited."""
        self._root, self._answer_seconds = root, answer_seconds
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._answer_seconds

    async def initialize(self) -> None:
        if self._session is None:
            self._session = open_session(self._root, answer_seconds=self._answer_seconds)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_its_own_timeouts: Any,
        **_named_ones: Any,
    ) -> tuple[int, bytes]:
        """One try. Timeouts of a single call are not heard: nobody here sets any."""
        if self._session is None:
            raise RuntimeError("used before it was initialised")
        form = _form(request_data) if request_data else None
        headers = {"User-Agent": self.USER_AGENT}
        patience = _patience(_DOWNLOAD if method == "GET" else _UPLOAD, self._answer_seconds)
        try:
            async with self._session.request(
                method, url, data=form, headers=headers, allow_redirects=False, timeout=patience
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def _form(data: RequestData) -> FormData:
    form = FormData(data.json_parameters, quote_fields=False)  # names of files stay Chinese
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        called = _CONTROL.sub("_", filename)  # which no header may hold
        form.add_field(
            name, BytesIO(content) if isinstance(content, bytes) else content, filename=called, content_type=kind
        )
    return form
