"""A PostgreSQL connection that gives up on a server which has fallen silent, and asks the server to do the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from psycopg import AsyncConnection, OperationalError
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from psycopg.waiting import wait_async
from sqlalchemy import event
from sqlalchemy.ext import asyncio as sa
from sqlalchemy.pool import ConnectionPoolEntry

R = TypeVar("R")

ANSWER_WITHIN = 15.0
"""Seconds that one statement may take, waiting for others' locks included."""
REACHED_WITHIN = 5
"""Seconds that a connection may take to be made."""
IDLE_WITHIN = 20
"""Seconds that a transaction may do nothing: one whose process is stopped must not hold its locks for ever."""


class ImpatientConnection(AsyncConnection[Any]):
    """A network that swallows everything answers nothing, not even with an error: waiting must have an end."""

    answer_within: float | None = ANSWER_WITHIN

    async def wait(self, gen: PQGen[R], interval: float = 0.1, timeout: float | None = None) -> R:  # noqa: ASYNC109 - psycopg's signature
        """Wait for an answer; a connection whose answer nobody waits for any more is closed.

        Psycopg itself would ask the server to break off, and wait for that as well: no time for it when we must stop.
        """
        try:
            return await wait_async(gen, self.pgconn.socket, interval, timeout or self.answer_within)
        except BaseException as error:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.pgconn.finish()
            if isinstance(error, OperationalError):
                raise OperationalError("the connection is lost: no answer came in time") from error
            raise


@asynccontextmanager
async def unhurried(connection: sa.AsyncConnection) -> AsyncIterator[None]:
    """A change of a large table takes longer than any statement of the service ever should."""
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, ImpatientConnection)  # noqa: S101 - every connection of ours is made as one
    driver.answer_within = None
    try:
        yield
    finally:
        driver.answer_within = ANSWER_WITHIN


def connect_arguments() -> dict[str, Any]:
    return {"async_creator_fn": ImpatientConnection.connect, "connect_timeout": REACHED_WITHIN}


def prepare_postgresql(engine: sa.AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_WITHIN}s'")
        cursor.close()
        connection.commit()
