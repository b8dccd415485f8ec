"""Of several services on one database one leads; the others stand by, serve, and take over."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.faults.city import FIRST, City, city
from tests.faults.processes import first_to_say, seen, service
from tests.faults.scale import times
from tests.harness.stores import fresh_schema

LEASE = 5.0
SECRET = "a-secret-of-the-tests-only"


@pytest.fixture
async def town(tmp_path: Path, postgresql_server: str) -> AsyncIterator[City]:
    async with city(tmp_path, fresh_schema(postgresql_server)) as found:
        yield found


def _free_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


async def test_one_leads_and_the_next_takes_over(town: City) -> None:
    """The first dies of -9, the second is asked to stop: each time the next one goes on, with nobody told twice."""
    count = times(40, 400)
    here = town.town.environment()
    async with (
        service(here, lease=LEASE) as one,
        service(here, lease=LEASE) as two,
        service(here, lease=LEASE) as three,
    ):
        everybody = [one, two, three]
        leader = await first_to_say(everybody, "service_started")
        others = [running for running in everybody if running is not leader]
        for other in others:
            await other.says("standing_by")
        await town.owe(count)
        await town.town.until(lambda: len(town.box.log) > count / 4)
        await leader.kill()

        second = await first_to_say(others, "service_started")
        third = next(other for other in others if other is not second)
        assert third.said("leading") == []
        await town.answers(FIRST, "/help")
        await seen(town.all_settled)

        second.terminate()
        assert await second.ended() == 143
        await third.says("service_started", within=LEASE)
        await town.answers(FIRST, "/help")
        await seen(town.all_settled)
        assert [line for line in third.lines if line["level"] == "error"] == []
    assert town.doubled() == []
    assert await town.broken() == []


async def test_who_stands_by_serves_the_board_and_the_webhook(town: City) -> None:
    """Updates are written down by the one that was asked, and answered by the one that leads."""
    at = _free_address()
    here = town.town.environment() | {
        "DUBAN_WEBHOOK_URL": f"http://{at}/telegram",
        "DUBAN_WEBHOOK_SECRET": SECRET,
    }
    await town.owe(1)
    async with service(here | {"DUBAN_LISTEN": _free_address()}) as leader:
        await leader.says("service_started")
        async with service(here | {"DUBAN_LISTEN": at}) as standby, httpx.AsyncClient() as visitor:
            await standby.says("standing_by")
            assert (await visitor.get(f"http://{at}/healthz")).json() == {"status": "ok", "role": "standby"}
            await town.answers(FIRST, "/help")
            await seen(town.all_settled)
    assert await town.broken() == []
