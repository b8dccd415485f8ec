"""The stage on both stores."""

from __future__ import annotations

import pytest

from database.engine import Database
from tests.actions.stage import Stage


@pytest.fixture
async def stage(database: Database) -> Stage:
    return await Stage.built(database)
