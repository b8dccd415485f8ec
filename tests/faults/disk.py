"""A disk that is full or must not be written to: the database really refuses, in its own words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, event
from sqlalchemy.engine import ExceptionContext

from database.engine import Database
from tests.faults.scale import FULL

TROUBLES = [("sqlite", "full"), ("sqlite", "read-only"), ("postgresql", "read-only")]
SECONDS = 60.0
"""So long the trouble lasts in the full case."""
_STRIKES = 8
"""So many refusals the sample waits for."""
_MOST_PAGES = 4_294_967_294
_WORDS = {
    # How each transaction begins while there is trouble, and what takes it back on the same connection.
    ("sqlite", "full"): ("PRAGMA max_page_count = 1", f"PRAGMA max_page_count = {_MOST_PAGES}"),
    ("sqlite", "read-only"): ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    ("postgresql", "read-only"): ("SET TRANSACTION READ ONLY", ""),
}


class Disk:
    """Below one database; in trouble inside ``trouble()``."""

    def __init__(self, database: Database, kind: str) -> None:
        self._bad, self._good = _WORDS[database.engine.dialect.name, kind]
        self._in_trouble = False
        self._refused = 0
        self._enough = asyncio.Event()
        event.listen(database.engine.sync_engine, "begin", self._begin)
        event.listen(database.engine.sync_engine, "handle_error", self._count)

    @asynccontextmanager
    async def trouble(self) -> AsyncIterator[None]:
        """In trouble until the block has ended and the trouble has lasted long enough to be felt."""
        self._in_trouble = True
        try:
            yield
            await (asyncio.sleep(SECONDS) if FULL else asyncio.wait_for(self._enough.wait(), SECONDS))
        finally:
            self._in_trouble = False
        assert self._refused, "the database never refused"

    def _begin(self, connection: Connection) -> None:
        if self._in_trouble:
            connection.exec_driver_sql(self._bad)
        elif self._good:
            connection.exec_driver_sql(self._good)

    def _count(self, _context: ExceptionContext) -> None:
        self._refused += 1
        if self._refused == _STRIKES:
            self._enough.set()
