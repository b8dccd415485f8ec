"""The rig on both kinds of database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from database.engine import Database
from tests.faults.rig import Rig, running_rig


@pytest.fixture
async def rig(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    async with running_rig(database, tmp_path) as rig:
        yield rig
