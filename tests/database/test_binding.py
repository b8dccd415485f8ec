"""A copy of the database with another purpose refuses to send."""

from __future__ import annotations

import asyncio

import pytest

from database.binding import RefusesToSendError, bind, rebind, set_paused
from database.engine import Database

REAL = "1:real"


async def bound(database: Database, deployment: str = "禹州", token: str = REAL) -> None:
    async with database.writing() as session:
        await bind(session, deployment, token)


async def test_the_owner_comes_back_as_often_as_it_likes(database: Database) -> None:
    await bound(database)
    await bound(database)


@pytest.mark.parametrize(
    ("deployment", "token", "says"), [("演练", "1:real", "属于部署"), ("禹州", "2:other", "另一个机器人令牌")]
)
async def test_another_deployment_or_bot_is_refused(database: Database, deployment: str, token: str, says: str) -> None:
    await bound(database)
    with pytest.raises(RefusesToSendError, match=says) as refused:
        await bound(database, deployment, token)
    assert token not in str(refused.value)


async def test_several_may_start_on_an_empty_database_at_once(database: Database) -> None:
    together = asyncio.Barrier(8 if not database.is_sqlite else 1)

    async def starting() -> None:
        async with database.writing() as session:
            await session.connection()
            await together.wait()
            await bind(session, "禹州", REAL)

    await asyncio.gather(*[starting() for _ in range(8)])
    with pytest.raises(RefusesToSendError, match="属于部署"):
        await bound(database, "演练")


async def test_a_restored_copy_waits_for_a_person(database: Database) -> None:
    await bound(database)
    async with database.writing() as session:
        await set_paused(session, paused=True)
    with pytest.raises(RefusesToSendError, match="暂停"):
        await bound(database)
    async with database.writing() as session:
        await set_paused(session, paused=False)
    await bound(database)


async def test_a_person_may_give_it_to_another(database: Database) -> None:
    await bound(database)
    async with database.writing() as session:
        await rebind(session, "演练", "2:other")
    await bound(database, "演练", "2:other")
    with pytest.raises(RefusesToSendError):
        await bound(database)
