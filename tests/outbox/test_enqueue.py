"""What is owed is written once, and can be taken back until it begins to leave."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from database.engine import Database
from outbox.enqueue import cancel, enqueue
from outbox.message import DeliveryState, Message, Owed

NOW = datetime(2021, 6, 23, 1, 0, tzinfo=UTC)


def reminder(key: str, **changes: object) -> Owed:
    return Owed.model_validate({"key": key, "address": "7", "kind": "digest", "template": "digest"} | changes)


async def write(database: Database, *owed: Owed) -> list[int]:
    async with database.writing() as session:
        return await enqueue(session, owed, NOW)


async def rows(database: Database) -> list[Message]:
    async with database.reading() as session:
        return list(await session.exec(select(Message).order_by(Message.key)))


async def settle(database: Database, state: DeliveryState) -> None:
    async with database.writing() as session:
        for row in await session.exec(select(Message)):
            row.state = state


async def test_a_key_written_twice_is_owed_once(database: Database) -> None:
    first = await write(database, reminder("T06/due-3", facts={"days": 3}, group="水利局"), reminder("T07/due-3"))
    again = await write(database, reminder("T06/due-3"), reminder("T08/due-3"), reminder("T08/due-3"))
    assert len(first) == 2
    assert len(again) == 1
    kept = await rows(database)
    assert [row.key for row in kept] == ["T06/due-3", "T07/due-3", "T08/due-3"]
    assert (kept[0].facts, kept[0].group, kept[0].not_before) == ({"days": 3}, "水利局", NOW)


async def test_nothing_owed_writes_nothing(database: Database) -> None:
    assert await write(database) == []


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.FAILED])
async def test_a_key_that_has_left_is_never_owed_again(database: Database, state: DeliveryState) -> None:
    await write(database, reminder("T06/due-3"))
    await settle(database, state)
    assert await write(database, reminder("T06/due-3")) == []


async def test_a_cancelled_key_may_be_owed_again(database: Database) -> None:
    await write(database, reminder("T06/due-3"))
    async with database.writing() as session:
        assert await cancel(session, keys=["T06/due-3", "T99"], reason="已报送", now=NOW) == 1
    assert len(await write(database, reminder("T06/due-3"))) == 1
    assert [row.state for row in await rows(database)] == [DeliveryState.CANCELLED, DeliveryState.PENDING]


async def test_an_owner_s_messages_of_one_kind_are_taken_back_and_no_others(database: Database) -> None:
    await write(
        database,
        reminder("a", owner="seat:1"),
        reminder("b", owner="seat:1", kind="order"),
        reminder("c", owner="seat:2"),
    )
    async with database.writing() as session:
        assert await cancel(session, owner="seat:1", kind="digest", reason="席位已移交", now=NOW) == 1
    kept = {row.key: (row.state, row.reason) for row in await rows(database)}
    pending = (DeliveryState.PENDING, None)
    assert kept == {"a": (DeliveryState.CANCELLED, "席位已移交"), "b": pending, "c": pending}


async def test_what_has_begun_to_leave_is_not_taken_back(database: Database) -> None:
    await write(database, reminder("a"))
    await settle(database, DeliveryState.SENDING)
    async with database.writing() as session:
        assert await cancel(session, keys=["a"], reason="已报送", now=NOW) == 0


async def test_taking_back_everything_by_mistake_is_impossible(database: Database) -> None:
    async with database.writing() as session:
        with pytest.raises(ValueError, match="needs keys"):
            await cancel(session, reason="", now=NOW)
