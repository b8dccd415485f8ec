"""One rehearsal of the real plan with its own cast, shared by all who look at it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from rehearsal.rehearse import Rehearsal, rehearse
from tests.rehearsal.files import CAST, PLAN, POLICY


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rehearsal")


@pytest.fixture(scope="session")
def rehearsed(out: Path) -> Rehearsal:
    """The whole plan; its files lie in ``out``."""
    return asyncio.run(rehearse(PLAN, POLICY, CAST, out))
