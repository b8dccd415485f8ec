"""What the stories of delivery are played on."""

from __future__ import annotations

import pytest

from database.engine import Database
from tests.outbox.stage import Stage


@pytest.fixture
def stage(database: Database) -> Stage:
    return Stage(database)
