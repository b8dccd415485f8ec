"""The rig and the city on both kinds of database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from database.engine import Database
from tests.faults.city import City, city
from tests.faults.rig import Rig, running_rig
from tests.harness.stores import store_url


@pytest.fixture
async def rig(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    async with running_rig(database, tmp_path) as rig:
        yield rig


@pytest.fixture(params=["sqlite", "postgresql"])
async def town(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[City]:
    store = None if request.param == "sqlite" else store_url("postgresql", request)
    async with city(tmp_path, store) as found:
        yield found
