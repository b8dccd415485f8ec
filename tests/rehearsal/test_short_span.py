"""A rehearsal can be repeated, and cut."""

from __future__ import annotations

from datetime import date

from rehearsal.rehearse import rehearse
from tests.rehearsal.files import CAST, CASTS, PLAN, POLICY

END = date(2021, 7, 2)


async def test_twice_the_same_rehearsal_says_the_same_however_it_is_cut() -> None:
    whole = await rehearse(PLAN, POLICY, CAST, end=END)
    cut = await rehearse(PLAN, POLICY, CAST, start=date(2021, 6, 24), end=END)
    assert cut.messages == [line for line in whole.messages if line["at"] >= "2021-06-24"]
    assert len(cut.messages) > 100


async def test_progress_is_told_from_nothing_to_all() -> None:
    told: list[float] = []
    await rehearse(PLAN, POLICY, CASTS / "silent.yaml", end=date(2021, 5, 20), progress=told.append)
    assert told[0] == 0
    assert told[-1] == 1
    assert told == sorted(told)
