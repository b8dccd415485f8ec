"""The second quarter of 2021, seen on the day when most of it has gone wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from database.engine import Database
from documents.measures import Measures
from documents.scope import Scope
from documents.view import look
from register.snapshot import Snapshot, take_snapshot
from tests.documents.quarter import NOW, RULES, second_quarter
from tests.harness.stores import create_tables

Seen = Callable[..., Measures]


@pytest.fixture
async def snapshot(tmp_path: Path) -> Snapshot:
    store = Database(f"sqlite:///{tmp_path / 'documents.db'}", durable=False)
    await create_tables(store)
    async with store.writing() as session:
        await second_quarter(session)
    async with store.reading() as session:
        found = await take_snapshot(session, RULES, NOW)
    await store.close()
    return found


@pytest.fixture
def seen(snapshot: Snapshot) -> Seen:
    """The measures of the snapshot in a scope: ``seen(Scope(unit="发改委"))``."""

    def see(scope: Scope = Scope()) -> Measures:  # noqa: B008 - a frozen value
        return Measures(look(snapshot, scope))

    return see
