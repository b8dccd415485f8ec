"""The two kinds of store, each as durable as in service: every commit waits for the disk."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Literal

from sqlmodel import SQLModel

from database.engine import Database
from duban.store import HOLD_TABLES
from tests.harness.stores import running_postgresql

assert HOLD_TABLES  # imported so that the schema knows every table
Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")
NAMES = {"sqlite": "SQLite FULL", "postgresql": "PostgreSQL"}


@contextmanager
def new_store(kind: Kind) -> Iterator[str]:
    """The address of an empty store, gone at the end."""
    if kind == "postgresql":
        with running_postgresql() as url:
            yield url
        return
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        yield f"sqlite:///{folder}/duban.db"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The store at ``url`` with its tables, which are made where it has none yet."""
    database = Database(url)
    try:
        async with database.writing() as session:
            await (await session.connection()).run_sync(SQLModel.metadata.create_all)
        yield database
    finally:
        await database.close()
