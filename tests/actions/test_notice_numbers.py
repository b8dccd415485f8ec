"""Numbers without a gap: whoever signs off at once, whatever is undone half-way, and whatever is voided."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlmodel import select

from actions.notice_issue import sign_off
from actions.notice_void import void
from actions.refusal import Refusal
from register.notice_check import Fault, notice_faults
from register.states import NoticeState
from register.tables import Notice, NoticeCounter, Person
from register.tables.notices import NoticeKind
from tests.actions.papers import DRAFTED, GROUP, OFFICE, PAPERWORK, facts, faults, issued, signs_off, submitted
from tests.actions.stage import RULES, ZONE, Stage

NEXT_YEAR = datetime(2022, 1, 6, 10, tzinfo=ZONE)


class PowerFailure(Exception):  # noqa: N818 - what happens, not a fault of ours
    """Before the commit."""


async def many_submitted(stage: Stage, count: int) -> list[Notice]:
    """Papers that wait to be signed off, all at once."""
    first = await submitted(stage)
    content = first.model_dump(exclude={"id"})
    return [first, *[await stage.add(Notice.model_validate(content)) for _ in range(count - 1)]]


async def test_of_many_signed_off_at_once_each_has_its_own_number(stage: Stage) -> None:
    waiting = await many_submitted(stage, 12)
    out = await asyncio.gather(*(signs_off(stage, one) for one in waiting))
    assert sorted(one.serial or 0 for one in out) == list(range(1, 13))
    assert await faults(stage) == []


async def test_two_who_sign_off_one_paper_at_once_give_it_one_number(stage: Stage) -> None:
    waiting = await submitted(stage)
    press = [stage.does(GROUP, sign_off, waiting.id, waiting.version, DRAFTED, PAPERWORK) for _ in range(2)]
    results = await asyncio.gather(*press, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["Notice", "Refusal"]
    (refusal,) = [one for one in results if isinstance(one, Refusal)]
    assert (refusal.word, refusal.facts["who"]) == ("notice-gone-on", GROUP)
    assert [one.last for one in await counters(stage)] == [1]
    assert len(await stage.told("notice-issued")) == 2


async def signs_off_in_vain(stage: Stage, waiting: Notice) -> None:
    async with stage.acting(GROUP) as (session, actor):
        await sign_off(session, RULES, actor, waiting.id or 0, waiting.version, DRAFTED, PAPERWORK)
        raise PowerFailure


async def test_a_sign_off_undone_half_way_uses_no_number(stage: Stage) -> None:
    waiting = await submitted(stage)
    with pytest.raises(PowerFailure):
        await signs_off_in_vain(stage, waiting)
    assert await stage.told("notice-issued") == []
    assert (await signs_off(stage, waiting)).serial == 1


async def test_each_year_and_kind_counts_for_itself_and_a_voided_number_is_not_given_again(stage: Stage) -> None:
    out = await issued(stage)
    await stage.does(OFFICE, void, out.id, "数字有误", DRAFTED)
    assert (await issued(stage)).number == "督通〔2021〕2号"
    assert (await issued(stage, NoticeKind.BRIEF)).number == "督报〔2021〕1号"
    assert (await signs_off(stage, await submitted(stage), at=NEXT_YEAR)).number == "督通〔2022〕1号"
    assert await faults(stage) == []


async def test_a_paper_that_was_taken_away_leaves_a_gap_that_is_found(stage: Stage) -> None:
    await issued(stage)
    (person, *_) = await stage.rows(Person)
    content = await facts(stage)
    hands = {"compiled_at": DRAFTED, "compiled_by": person.id or 0, "hands": [], "facts": content, "units": []}
    odd = {"number": "督通〔2021〕5号", "year": 2021, "serial": 5, "state": NoticeState.ISSUED}
    await stage.add(Notice.model_validate({"kind": NoticeKind.NOTICE, "quarter": "2021Q2", **hands, **odd}))
    async with stage.database.reading() as session:
        found = [(one.number, one.fault) for one in await notice_faults(session)]
    assert ("〔2021〕2号", Fault.GAP) in found
    assert ("督通〔2021〕5号", Fault.CHANGED) in found


async def counters(stage: Stage) -> list[NoticeCounter]:
    async with stage.database.reading() as session:
        return list(await session.exec(select(NoticeCounter)))
