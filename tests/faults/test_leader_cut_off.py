"""P3: the leader loses its database. Nothing is lost, it is silent before another leads, and it comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from outbox.message import DeliveryState
from tests.faults.city import FIRST, City, city
from tests.faults.own_server import crash_and_restart, durable
from tests.faults.processes import Running, seen, service
from tests.faults.proxy import proxy
from tests.faults.scale import FULL, times
from tests.harness.stores import fresh_schema, running_postgresql

LEASE = None if FULL else 5.0
HELD = LEASE or 25.0
BACK = 30.0
INSTANT = timedelta(seconds=0.5)
"""So long a send may be under way."""
CUT = 60.0 if FULL else 0.0
"""Seconds that the cut lasts at least; in the sample, as long as the story needs."""


@pytest.fixture
async def town(tmp_path: Path, postgresql_server: str) -> AsyncIterator[City]:
    async with city(tmp_path, fresh_schema(postgresql_server)) as found:
        yield found


def _named(address: str, name: str) -> str:
    return f"{address}&application_name={name}"


def _at(line: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(line["timestamp"])


async def test_backends_are_terminated_again_and_again(town: City, postgresql_server: str) -> None:
    count = times(60, 600)
    here = town.town.environment() | {"DUBAN_DATABASE_URL": _named(town.town.store or "", "victim")}
    async with service(here, lease=LEASE) as leader:
        await leader.says("service_started")
        await town.owe(count)
        for part in range(1, 4):
            await seen(partial(_reached, town, count * part // 4))
            _terminate(postgresql_server, "victim")
            town.box.say(FIRST, "/help")
        await seen(town.all_settled)
        await _comes_to_rest(town, leader)


def _reached(town: City, count: int) -> bool:
    return len(town.box.log) > count


def _terminate(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", [name])


async def _comes_to_rest(town: City, leader: Running) -> None:
    """Everybody was told once or it is on record as doubtful, and the program still answers."""
    await town.answers(FIRST, "/help")
    await seen(town.all_settled)
    leader.terminate()
    assert await leader.ended() == 143
    assert town.doubled() == []
    assert await town.broken() == []


async def test_the_server_is_restarted(tmp_path: Path) -> None:
    """It crashes and comes back: what was committed is there, and the service goes on within half a minute."""
    count = times(60, 600)
    with running_postgresql() as server:
        async with (
            city(tmp_path, durable(fresh_schema(server))) as town,
            service(town.town.environment(), lease=LEASE) as leader,
        ):
            await leader.says("service_started")
            await town.owe(count)
            await town.town.until(lambda: len(town.box.log) > count / 3)
            await asyncio.to_thread(crash_and_restart, server)
            async with asyncio.timeout(BACK):
                await town.answers(FIRST, "/help")
            await seen(town.all_settled)
            await _comes_to_rest(town, leader)


async def test_the_leader_is_cut_off(town: City) -> None:
    """It falls silent before its lease runs out, the other goes on. Healed, it stands by, and leads again in turn."""
    count = times(60, 1_500)
    assert town.town.store is not None
    async with proxy(town.town.store) as (between, through):
        here = town.town.environment()
        async with service(here | {"DUBAN_DATABASE_URL": through}, lease=LEASE) as old:
            await old.says("service_started")
            async with service(here, lease=LEASE) as new:
                await new.says("standing_by")
                await town.owe(count)
                await town.town.until(lambda: len(town.box.log) > count / 4)
                between.cut()
                healed = asyncio.get_running_loop().time() + CUT
                await new.says("service_started", within=BACK)
                silent = _at(await old.says("falling_silent"))
                begins = _at(new.said("leading")[0])
                assert silent < begins
                assert [sent for sent in town.box.log if silent + INSTANT < sent.at < begins] == []
                await town.answers(FIRST, "/help")
                await seen(town.all_settled)

                await asyncio.sleep(healed - asyncio.get_running_loop().time())
                between.heal()
                await old.says("standing_by", within=BACK)
                await new.kill()
                await old.says("service_started", times=2, within=HELD + BACK)
                await _comes_to_rest(town, old)
    doubtful = [row for row in await town.rows() if row.state is DeliveryState.UNCERTAIN]
    assert len(doubtful) <= 32, "no more than were under way"
