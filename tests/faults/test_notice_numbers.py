"""However those who sign off interleave, and whatever is undone before its commit: no number is skipped or shared."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

from database.engine import Database
from register.notices import next_serial
from register.tables.notices import Numbered
from tests.faults.scale import times

AT_ONCE = 20
ROUNDS = times(10, 50)


class PowerFailure(Exception):  # noqa: N818 - what happens, not a fault of ours
    """Before the commit."""


async def take(database: Database, chance: random.Random, taken: dict[Numbered, list[int]]) -> None:
    """One transaction that takes a number; a third of them come to nothing."""
    kind, fails = chance.choice(list(Numbered)), chance.random() < 0.33
    await others_first(chance)
    with suppress(PowerFailure):
        async with database.writing() as session:
            serial = await next_serial(session, kind, 2021)
            await others_first(chance)
            commit_or_not(fails)
        taken[kind].append(serial)


async def others_first(chance: random.Random) -> None:
    for _ in range(chance.randrange(3)):
        await asyncio.sleep(0)


def commit_or_not(fails: bool) -> None:
    if fails:
        raise PowerFailure


async def test_random_interleavings_leave_no_gap_and_share_no_number(database: Database) -> None:
    chance = random.Random(2021)
    taken: dict[Numbered, list[int]] = {kind: [] for kind in Numbered}
    for _ in range(ROUNDS):
        await asyncio.gather(*(take(database, chance, taken) for _ in range(AT_ONCE)))
    for serials in taken.values():
        assert sorted(serials) == list(range(1, len(serials) + 1))
    assert AT_ONCE * ROUNDS / 2 < sum(map(len, taken.values())) < AT_ONCE * ROUNDS
