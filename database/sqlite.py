"""How a SQLite connection of ours behaves: durable, strict about references, and a writer says so at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

from database.sqlite_visits import LOCK

WRITES = "duban_writes"
"""Execution option: a deferred transaction that starts by reading cannot be upgraded once another has written."""


def prepare_sqlite(engine: AsyncEngine, *, durable: bool) -> None:
    first_words = (
        "PRAGMA busy_timeout = 10000",
        "PRAGMA journal_mode = WAL",
        f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}",
        "PRAGMA foreign_keys = ON",
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        cursor = connection.cursor()
        for words in first_words:
            cursor.execute(words)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql(LOCK if writes else "BEGIN")
