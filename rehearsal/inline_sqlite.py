"""SQLite without its thread: in a rehearsal nobody else waits for the loop, and the hops cost more than the queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from database.engine import Database

R = TypeVar("R")


def run_inline(database: Database) -> None:
    """From now on every new connection of ``database`` does its work at once, where it is called.

    The driver has no switch for this; the one function is replaced by which it hands work to its thread. Its files are
    opened for use by several threads already.
    """

    @event.listens_for(database.engine.sync_engine, "connect")
    def _on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.driver_connection._execute = _at_once


async def _at_once(work: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    return work(*args, **kwargs)
