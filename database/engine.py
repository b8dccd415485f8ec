"""One door to the database: ``reading()`` sees a snapshot, ``writing()`` is one committed act."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from database.sqlite import WRITES, prepare_sqlite
from database.sqlite_visits import Connection

# PostgreSQL's default would show each statement of one reading another state of the world.
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Database:
    """The store of one deployment: SQLite (one writing process) or PostgreSQL (many)."""

    def __init__(self, url: str, *, durable: bool = True) -> None:
        """``url``: ``sqlite:///path`` or ``postgresql://…``; ``durable=False`` is for rehearsals and tests only."""
        self._turn: asyncio.Lock | None = None
        if url.startswith("sqlite"):
            driver = {"async_creator_fn": Connection}
            self.engine: AsyncEngine = create_async_engine(async_url(url), connect_args=driver)
            prepare_sqlite(self.engine, durable=durable)
            self._reader = self.engine
            self._writer = self._single = self.engine.execution_options(**{WRITES: True})
            self._turn = asyncio.Lock()
        else:
            self.engine = _postgresql(async_url(url))
            self._reader = self.engine.execution_options(**_SNAPSHOT)
            self._writer = self.engine
            self._single = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the world from its first statement on, and changes nothing."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session that commits when the block ends well and leaves no trace when it does not."""
        async with self._session(self._writer) as session:
            yield session

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[AsyncSession]:
        """A session for one statement, committed as it is executed.

        On PostgreSQL nothing stays locked between two answers: a process that is stopped just there locks nobody out.
        """
        async with self._session(self._single) as session:
            yield session

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        async with self._one_writer(), AsyncSession(engine, expire_on_commit=False) as session, session.begin():
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


def _postgresql(url: str) -> AsyncEngine:
    from database.postgresql import connect_arguments, prepare_postgresql  # noqa: PLC0415 - only who uses it loads it

    engine = create_async_engine(
        url, pool_size=10, max_overflow=10, pool_pre_ping=True, connect_args=connect_arguments()
    )
    prepare_postgresql(engine)
    return engine
