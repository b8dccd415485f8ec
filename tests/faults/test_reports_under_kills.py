"""Many contacts report at once, and the program is killed in the midst of each burst."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random

import pytest
from sqlmodel import col, select

from database.engine import Database
from register.tables import Report, Request, Task
from tests.faults.crowd import RECEIPT, Contact, asked_city, words_of
from tests.faults.lives import Nursery, running_nursery
from tests.faults.rest import at_rest
from tests.faults.rig import Rig
from tests.faults.scale import times
from tests.faults.seeing import until

SIZE, BURSTS = times(10, 100), times(2, 20)
STEPS = 4
"""Every report takes so many steps at least; the kill comes in one of them."""
PATIENCE = 60.0


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    """Of each test's own: a life that a failed test left behind ends with it."""
    with running_nursery() as nursery:
        yield nursery


@pytest.fixture
async def city(database: Database, tmp_path: Path) -> AsyncIterator[tuple[Rig, Sequence[Contact]]]:
    async with asked_city(database, tmp_path, SIZE) as city:
        yield city


async def test_each_report_is_stored_once_and_in_order(city: tuple[Rig, Sequence[Contact]], nursery: Nursery) -> None:
    rig, contacts = city
    chance = Random(2)
    nursery.begin(rig)
    for wanted in range(1, BURSTS + 1):
        fatal = chance.randrange(STEPS)
        for step in count():
            busy = [contact for contact in contacts if contact.reports(wanted)]
            if not busy:
                break
            if step == fatal:
                await _some_are_answered(rig, chance.randint(1, len(busy)))
                await nursery.kill(rig)
                rig.later(minutes=2)
                nursery.begin(rig)
            await at_rest(rig)
    await nursery.kill(rig)

    assert await _stored(rig) == {
        contact.number: [words_of(one) for one in range(1, BURSTS + 1)] for contact in contacts
    }
    assert [contact.receipts for contact in contacts] == [BURSTS] * SIZE
    assert set((await _receipts_owed(rig)).values()) == {BURSTS}
    assert await rig.broken() == []


async def _some_are_answered(rig: Rig, number: int) -> None:
    """Until so many chats have changed, each change once."""
    changed = set[int]()

    def noted() -> bool:
        return len(changed) >= number

    rig.box.watchers.add(changed.add)
    try:
        await until(rig.box, noted, PATIENCE)
    finally:
        rig.box.watchers.discard(changed.add)


async def _stored(rig: Rig) -> dict[int, list[str]]:
    """Task -> the words of its reports, in the order of their versions."""
    found: dict[int, list[str]] = {}
    async with rig.database.reading() as session:
        rows = await session.exec(
            select(Task.number, Report)
            .join(Request, col(Request.task_id) == col(Task.id))
            .join(Report, col(Report.request_id) == col(Request.id))
            .order_by(col(Report.version), col(Report.id))
        )
        for task, report in rows:
            found.setdefault(task, []).append(report.no_change_reason or report.done)
    return found


async def _receipts_owed(rig: Rig) -> Counter[str]:
    rows = [row for row in await rig.rows() if row.kind == "receipt" and not row.superseded]
    assert all(RECEIPT in (row.text or "") for row in rows)
    return Counter(row.address for row in rows)
