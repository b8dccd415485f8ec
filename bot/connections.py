"""Many connections in several small pools.

A pool looks at each of its connections at every request: one of 32 takes twice the time of four of 8.
"""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

import httpx
from telegram.request import BaseRequest, HTTPXRequest, RequestData

_POOLS, _EACH = 4, 8


@cache
def trusted() -> ssl.SSLContext:
    """Whom we believe to be the server. Reading its hundred certificates takes 20 ms: once is enough for all pools."""
    return httpx.create_ssl_context()


def pool(size: int, **options: Any) -> HTTPXRequest:
    """The library's pool of ``size`` connections."""
    return HTTPXRequest(connection_pool_size=size, httpx_kwargs={"verify": trusted()}, **options)


class Connections(BaseRequest):
    """32 connections; each request goes through the pool that has the fewest under way."""

    def __init__(self, answer_seconds: float) -> None:
        """``answer_seconds``: so long an answer is awaited."""
        pools = (pool(_EACH, read_timeout=answer_seconds) for _ in range(_POOLS))
        self._under_way: dict[HTTPXRequest, int] = dict.fromkeys(pools, 0)

    @property
    def read_timeout(self) -> float | None:
        return next(iter(self._under_way)).read_timeout

    async def initialize(self) -> None:
        for pool in self._under_way:
            await pool.initialize()

    async def shutdown(self) -> None:
        for pool in self._under_way:
            await pool.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        pool = min(self._under_way, key=self._under_way.__getitem__)
        self._under_way[pool] += 1
        try:
            return await pool.do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        finally:
            self._under_way[pool] -= 1
