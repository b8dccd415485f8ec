"""What the two doors promise: a reader sees one state of the world, a writer leaves all or nothing."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, OperationalError

from database.binding import Binding
from database.engine import Database
from database.postgresql import ImpatientConnection
from tests.harness.stores import fresh_schema

COUNT = text("SELECT count(*) FROM binding")


async def _add(database: Database) -> None:
    async with database.writing() as session:
        session.add(Binding(deployment="禹州", token_fingerprint="x"))


async def test_a_reader_sees_one_state_of_the_world(database: Database) -> None:
    async with database.reading() as session:
        connection = await session.connection()
        before = (await connection.execute(COUNT)).scalar_one()
        await _add(database)
        assert (await connection.execute(COUNT)).scalar_one() == before == 0


async def test_a_reader_on_postgresql_cannot_write(postgresql_server: str) -> None:
    database = Database(fresh_schema(postgresql_server))
    async with database.reading() as session:
        connection = await session.connection()
        with pytest.raises(DatabaseError, match="read-only"):
            await connection.execute(text("CREATE TABLE plot (number int)"))
    await database.close()


async def test_what_is_said_at_once_is_kept(database: Database) -> None:
    async with database.at_once() as session:
        session.add(Binding(deployment="禹州", token_fingerprint="x"))
    async with database.reading() as session:
        assert (await session.get_one(Binding, 1)).deployment == "禹州"


async def test_a_file_that_is_no_database_leaves_no_connection_behind(tmp_path: Path) -> None:
    """A connection left behind would be named by a ResourceWarning, which is an error here."""
    (tmp_path / "letter.db").write_text("致各单位：" * 500, encoding="utf-8")
    database = Database(f"sqlite:///{tmp_path / 'letter.db'}")
    with pytest.raises(DatabaseError):
        async with database.reading() as session:
            await session.connection()
    await database.close()
    gc.collect()


async def test_a_server_that_falls_silent_is_given_up(postgresql_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImpatientConnection, "answer_within", 2.0)
    database = Database(fresh_schema(postgresql_server))
    with pytest.raises(OperationalError) as lost:
        async with database.reading() as session:
            await (await session.connection()).execute(text("SELECT pg_sleep(30)"))
    assert lost.value.connection_invalidated
    async with database.reading() as session:
        assert (await (await session.connection()).execute(text("SELECT 1"))).scalar_one() == 1
    await database.close()


async def test_who_must_stop_does_not_wait_for_the_server(postgresql_server: str) -> None:
    """The server is asked nothing more, not even to break off: it may be the one that hangs."""
    async with await ImpatientConnection.connect(fresh_schema(postgresql_server)) as connection:
        asking = asyncio.create_task(_ask(connection))
        async with asyncio.timeout(5):
            while connection.pgconn.transaction_status != psycopg.pq.TransactionStatus.ACTIVE:  # noqa: ASYNC110 - no event
                await asyncio.sleep(0)
            asking.cancel()
            await asyncio.wait([asking])
        assert asking.cancelled()
        assert connection.closed


async def _ask(connection: ImpatientConnection) -> None:
    await connection.execute("SELECT pg_sleep(30)")
