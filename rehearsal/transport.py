"""The library's way to the Bot API without a network: a call goes straight into the sandbox."""

from __future__ import annotations

import json
from typing import Any

from telegram.request import BaseRequest, RequestData

from sandbox import Sandbox

ROOT = "http://rehearsal.invalid"
"""Stands where a server's address would; nothing is ever sent there."""


class InProcess(BaseRequest):
    """Implements the library's own interface, so that everything above it is what runs in real life."""

    def __init__(self, box: Sandbox) -> None:
        self._box = box

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing has to be opened."""

    async def shutdown(self) -> None:
        """Nothing has to be closed."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the library's signature; the sandbox takes every call alike
        request_data: RequestData | None = None,
        *_timeouts: Any,
        **_more: Any,
    ) -> tuple[int, bytes]:
        """One call; ``url`` ends with the name of the Bot API's method."""
        params = request_data.parameters if request_data is not None else {}
        files: dict[str, Any] = {}
        if request_data is not None and request_data.contains_files:
            files = dict(request_data.multipart_data)
        status, body = await self._box.call(url.rpartition("/")[2], params, files)
        return status, json.dumps(body).encode()
