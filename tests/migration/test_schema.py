"""A database that grew revision by revision is the database that the table classes describe."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from database.engine import Database
from database.migrate import NewerSchemaError, bring_up_to_date
from duban.store import HOLD_TABLES
from tests.harness.stores import create_tables, store_url
from tests.migration.shape import shape_of

assert HOLD_TABLES


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    store = Database(store_url(request.param, request), durable=False)
    yield store
    await store.close()


async def shape(store: Database) -> dict[str, dict[str, Any]]:
    async with store.reading() as session:
        return await (await session.connection()).run_sync(shape_of)


async def test_a_migrated_schema_equals_a_fresh_one(empty: Database) -> None:
    await bring_up_to_date(empty)
    migrated = await shape(empty)
    async with empty.writing() as session:
        connection = await session.connection()
        await connection.run_sync(SQLModel.metadata.drop_all)
    await create_tables(empty)

    assert migrated
    assert migrated == await shape(empty)


async def test_a_second_start_changes_nothing(empty: Database) -> None:
    await bring_up_to_date(empty)
    before = await shape(empty)
    await bring_up_to_date(empty)

    assert await shape(empty) == before


async def test_who_finds_nothing_to_change_waits_for_no_writer(empty: Database) -> None:
    await bring_up_to_date(empty)
    beside = Database(empty.engine.url.render_as_string(hide_password=False), durable=False)
    async with empty.writing() as session:
        await (await session.connection()).execute(text("DELETE FROM checkpoint"))
        await asyncio.wait_for(bring_up_to_date(beside), 5)
    await beside.close()


async def test_two_processes_may_start_at_once(request: pytest.FixtureRequest) -> None:
    url = store_url("postgresql", request)
    stores = [Database(url, durable=False) for _ in range(2)]

    await asyncio.gather(*map(bring_up_to_date, stores))

    assert await shape(stores[0])
    for store in stores:
        await store.close()


async def test_a_database_of_a_newer_program_is_left_alone(empty: Database) -> None:
    await bring_up_to_date(empty)
    async with empty.writing() as session:
        await (await session.connection()).execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerSchemaError):
        await bring_up_to_date(empty)
