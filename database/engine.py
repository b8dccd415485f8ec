"""One door to the database: ``reading()`` sees a snapshot, ``writing()`` is one committed act."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel.ext.asyncio.session import AsyncSession

# A deferred SQLite transaction that starts by reading cannot be upgraded once another has written.
_WRITES = "duban_writes"


class Database:
    """The store of one deployment: SQLite (one writing process) or PostgreSQL (many)."""

    def __init__(self, url: str, *, durable: bool = True) -> None:
        """``url``: ``sqlite:///path`` or ``postgresql://…``; ``durable=False`` is for rehearsals and tests only."""
        self.engine: AsyncEngine = create_async_engine(async_url(url), **_pool_options(url))
        self._writer = self.engine.execution_options(**{_WRITES: True})
        self._turn: asyncio.Lock | None = None
        if self.is_sqlite:
            self._turn = asyncio.Lock()
            _prepare_sqlite(self.engine, durable=durable)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session whose changes are thrown away."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session that commits when the block ends well and leaves no trace when it does not."""
        async with (
            self._one_writer(),
            AsyncSession(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def _one_writer(self) -> AbstractAsyncContextManager[None]:
        """SQLite admits one writer: waiting in the process is fair, waiting in SQLite is a lottery."""
        return _held(self._turn) if self._turn else nullcontext()

    async def close(self) -> None:
        await self.engine.dispose()


@asynccontextmanager
async def _held(lock: asyncio.Lock) -> AsyncIterator[None]:
    async with lock:
        yield


def async_url(url: str) -> str:
    """The same database through its asynchronous driver."""
    scheme, separator, rest = url.partition("://")
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+psycopg",
        "postgres": "postgresql+psycopg",
    }
    return drivers.get(scheme, scheme) + separator + rest


def _pool_options(url: str) -> dict[str, Any]:
    return {} if url.startswith("sqlite") else {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True}


def _prepare_sqlite(engine: AsyncEngine, *, durable: bool) -> None:
    synchronous = "FULL" if durable else "OFF"

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 10000")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
