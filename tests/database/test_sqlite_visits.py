"""However long an answer of SQLite is, and wherever it is found, it comes whole and in order."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from database.engine import Database

COUNTED = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) SELECT i FROM n")
LENGTHS = [1, 999, 1000, 1001, 2500]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'visits.db'}")
    yield database
    await database.close()


@pytest.mark.parametrize("length", LENGTHS)
async def test_an_answer_comes_whole(store: Database, length: int) -> None:
    async with store.reading() as session:
        connection = await session.connection()
        rows = await connection.execute(COUNTED, {"count": length})
    assert list(rows.scalars()) == list(range(1, length + 1))


@pytest.mark.parametrize("length", LENGTHS)
async def test_an_answer_can_be_read_as_it_comes(store: Database, length: int) -> None:
    async with store.reading() as session:
        connection = await session.connection()
        streamed = await connection.stream(COUNTED, {"count": length})
        assert [number async for number in streamed.scalars()] == list(range(1, length + 1))


async def test_an_answer_can_be_left_unread(store: Database) -> None:
    async with store.writing() as session:
        connection = await session.connection()
        streamed = await connection.stream(COUNTED, {"count": 5000})
        assert (await streamed.fetchone()) == (1,)
        await streamed.close()
        await connection.execute(text("CREATE TABLE kept (i INTEGER)"))
        await connection.execute(text("INSERT INTO kept SELECT 7"))
    async with store.reading() as session:
        assert (await (await session.connection()).execute(text("SELECT i FROM kept"))).scalar_one() == 7


async def asked_on_the_spot(session: AsyncSession) -> bool:
    """Whether a statement is executed here, not in the driver's thread."""
    connection = await session.connection()
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    await driver.create_function("whereabouts", 0, threading.get_ident)
    found = await connection.execute(text("SELECT whereabouts()"))
    return bool(found.scalar_one() == threading.get_ident())


async def test_only_who_holds_the_writers_lock_asks_on_the_spot(store: Database) -> None:
    async with store.reading() as session:
        assert not await asked_on_the_spot(session), "a long look must not hold up everybody"
    async with store.writing() as session:
        assert await asked_on_the_spot(session)
    async with store.reading() as session:
        assert not await asked_on_the_spot(session)


async def test_who_gave_the_lock_back_waits_for_it_again(store: Database) -> None:
    async with store.writing() as session:
        assert await asked_on_the_spot(session)
        await session.rollback()
    async with store.reading() as session:
        assert not await asked_on_the_spot(session)
