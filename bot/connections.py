"""The way out over HTTP: aiohttp in the place of the library's own client, which takes ten times the processor time."""

from __future__ import annotations

import os
import ssl
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_CONNECTIONS = 32
_CONNECT = 5.0
_UPLOAD = 20.0
"""Seconds, on top of the rest, that the words and files of one call may take to leave."""


def open_session(root: str, *, answer_seconds: float) -> ClientSession:
    """Connections to the server at ``root``, by way of the proxy that the environment names for it.

    The program trusts the usual authorities, or those of ``SSL_CERT_FILE``. An answer is awaited for
    ``answer_seconds``; a call that could not begin within 5 s raises ``ConnectionTimeoutError``. ProxyError where the
    proxy is no HTTP proxy.
    """
    timeout = ClientTimeout(
        total=_CONNECT + _UPLOAD + answer_seconds, connect=_CONNECT, sock_connect=_CONNECT, sock_read=answer_seconds
    )
    secure = urlsplit(root).scheme == "https"
    connector = TCPConnector(limit=_CONNECTIONS, ssl=trusted() if secure else True)
    return ClientSession(connector=connector, timeout=timeout, proxy=_proxy_for(root))


@cache
def trusted() -> ssl.SSLContext:
    """Whom we believe to be the server. Reading its hundred certificates takes 20 ms: once is enough."""
    return ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE") or certifi.where())


def _proxy_for(root: str) -> str | None:
    """As ``HTTPS_PROXY``, ``HTTP_PROXY`` and ``NO_PROXY`` say."""
    server = urlsplit(root)
    proxy = None if proxy_bypass(server.hostname or "") else getproxies().get(server.scheme)
    if proxy and (scheme := urlsplit(proxy).scheme) not in ("http", "https"):
        raise ProxyError(scheme)
    return proxy


class ProxyError(NetworkError):
    """The environment names a proxy that cannot be used; its text is the proxy's scheme."""


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
        try:
            async with self._session.request(method, url, data=form, headers=headers, allow_redirects=False) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def _form(data: RequestData) -> FormData:
    form = FormData(data.json_parameters, quote_fields=False)  # names of files stay Chinese
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(
            name, BytesIO(content) if isinstance(content, bytes) else content, filename=filename, content_type=kind
        )
    return form
