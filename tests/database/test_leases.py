"""One holder per job; who comes later has the larger fence."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from database.clock import SteerableClock, SystemClock
from database.engine import Database
from database.leases import SERVER_TIME, Lease, acquire, release, renew, shared_now
from tests.harness.stores import create_tables, fresh_schema

NOW = datetime(2021, 6, 23, 1, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


async def take(database: Database, holder: str, now: datetime = NOW) -> Lease | None:
    async with database.writing() as session:
        return await acquire(session, "sender", holder, now, 30)


async def taken(database: Database, holder: str, now: datetime = NOW) -> Lease:
    lease = await take(database, holder, now)
    assert lease is not None
    return lease


async def test_the_second_one_waits_until_the_lease_has_run_out(database: Database) -> None:
    first = await taken(database, "one")
    assert await take(database, "two", after(29)) is None
    second = await taken(database, "two", after(30))
    assert second.fence > first.fence


async def test_the_holder_may_take_its_own_job_again_under_the_same_fence(database: Database) -> None:
    first = await taken(database, "one")
    again = await taken(database, "one", after(10))
    assert (again.fence, again.until) == (first.fence, after(40))


async def test_a_renewed_lease_holds_on(database: Database) -> None:
    first = await taken(database, "one")
    async with database.writing() as session:
        assert await renew(session, first, after(20), 30) is not None
    assert await take(database, "two", after(40)) is None


async def test_an_old_holder_cannot_renew_what_another_took(database: Database) -> None:
    first = await taken(database, "one")
    await taken(database, "two", after(30))
    async with database.writing() as session:
        assert await renew(session, first, after(31), 30) is None
        await release(session, first, after(31))
    assert await take(database, "three", after(32)) is None


async def test_a_released_job_is_free_at_once_and_its_fence_goes_on(database: Database) -> None:
    first = await taken(database, "one")
    async with database.writing() as session:
        await release(session, first, after(1))
    assert (await taken(database, "two", after(1))).fence > first.fence


async def test_of_many_at_once_one_gets_it(database: Database) -> None:
    leases = await asyncio.gather(*[take(database, f"holder {number}") for number in range(8)])
    assert sum(lease is not None for lease in leases) == 1


async def test_a_steered_clock_is_the_time_on_both_stores(database: Database) -> None:
    async with database.reading() as session:
        assert await shared_now(session, SteerableClock(NOW, runs=False)) == NOW


async def test_real_time_comes_from_the_store_that_hosts_share(database: Database) -> None:
    async with database.reading() as session:
        told = await shared_now(session, SystemClock())
    assert told.tzinfo is UTC
    assert abs(told - SystemClock().now()) < timedelta(minutes=1)


async def test_the_server_itself_may_say_what_time_it_is(postgresql_server: str) -> None:
    """One statement, so that a process stopped in the middle of it does not exist."""
    database = Database(fresh_schema(postgresql_server))
    await create_tables(database)
    async with database.at_once() as session:
        first = await acquire(session, "leader", "one", SERVER_TIME, 30)
    assert first is not None
    assert abs(first.until - SystemClock().now() - timedelta(seconds=30)) < timedelta(minutes=1)
    async with database.at_once() as session:
        assert await acquire(session, "leader", "two", SERVER_TIME, 30) is None
    async with database.at_once() as session:
        assert await renew(session, first, SERVER_TIME, 60) is not None
        await release(session, first, SERVER_TIME)
    async with database.at_once() as session:
        second = await acquire(session, "leader", "two", SERVER_TIME, 30)
    assert second is not None
    assert second.fence == first.fence + 1
    await database.close()
