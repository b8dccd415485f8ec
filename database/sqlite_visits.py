"""As few visits to SQLite's thread as may be.

The driver's thread is visited to make a cursor, to execute, to fetch and to close: four times for one SELECT, while a
press waits for every one of them. All four fit into one visit. And none is needed by who holds the writer's lock: its
statements wait for nobody, and take less time than the way there and back. What may wait, for the lock or for the disk,
and what reads at length stay in the thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import Any

import aiosqlite

_AHEAD = 1000
"""Rows that are brought along from the first visit; a longer result is fetched as it is read."""
LOCK = "BEGIN IMMEDIATE"
"""After this statement the connection is the only one that writes, until it commits or rolls back."""


class Connection(aiosqlite.Connection):
    """The driver's connection; whoever forgets to close it does not keep the process alive.

    A cursor is made and closed without a visit, so SQLite's check of threads is off, also for a database in memory;
    statements still run one at a time.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(partial(sqlite3.connect, *args, **options | {"check_same_thread": False}), _AHEAD)
        self._thread.daemon = True
        self.locked = False
        """Whether this connection holds the writer's lock."""

    async def commit(self) -> None:
        self.locked = False
        await super().commit()

    async def rollback(self) -> None:
        self.locked = False
        await super().rollback()

    def cursor(self) -> Cursor:  # type: ignore[override]  # the driver awaits one from its thread: nothing is read by that
        return Cursor(self, self._conn.cursor())


class Cursor(aiosqlite.Cursor):
    """Comes back from its first visit with the first rows in hand."""

    def __init__(self, conn: Connection, cursor: sqlite3.Cursor) -> None:
        super().__init__(conn, cursor)
        self._connection = conn
        self._rows: list[Any] = []
        self._left_there = False
        """Whether a statement may still be at work on the other side."""

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Cursor:
        if self._connection.locked:
            self._rows = self._begin(sql, parameters or ())
        else:
            self._left_there = True
            self._rows = await self._execute(self._begin, sql, parameters or ())  # type: ignore[no-untyped-call]
            self._connection.locked = sql == LOCK
        self._left_there = len(self._rows) == _AHEAD
        return self

    def _begin(self, sql: str, parameters: Any) -> list[Any]:
        self._cursor.execute(sql, parameters)
        return self._cursor.fetchmany(_AHEAD)

    async def fetchone(self) -> Any:
        return next(iter(await self.fetchmany(1)), None)

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        size = self.arraysize if size is None else size
        if len(self._rows) < size and self._left_there:
            self._rows += await super().fetchmany(max(size, _AHEAD))
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows + list(await super().fetchall()) if self._left_there else rows

    async def close(self) -> None:
        """Without a visit, unless a statement is still at work: one that was broken off, or was not read to its end."""
        if self._left_there:
            await super().close()
        else:
            self._cursor.close()
