"""What every test may ask for."""

from __future__ import annotations

from tests.harness.stores import database, postgresql_server

__all__ = ["database", "postgresql_server"]
