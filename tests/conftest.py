"""What every test may ask for."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from tests.harness.stores import database, postgresql_server

__all__ = ["database", "postgresql_server"]

gc.set_threshold(10_000, 20, 20)
# The same examples in every run: a test that fails fails again.
settings.register_profile("steady", derandomize=True, database=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """A command under test sets the log up for itself; the next test must not write into its closed stream."""
    handlers = list(logging.root.handlers)
    yield
    logging.root.handlers[:] = handlers
    structlog.reset_defaults()
