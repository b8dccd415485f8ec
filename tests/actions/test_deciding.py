"""The bureau decides all grounds of a case by one press; the consolidating unit files a round."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest

from actions.decide import Decided, Decision, decide, offered_hold
from actions.filing import confirm_round
from actions.refusal import Refusal
from register.record import move
from register.states import CaseState, RoundState
from register.tables import Case, Round
from tests.actions.stage import IN_TIME, RULES, ZONE, Stage

NOW = datetime(2021, 7, 15, 10, tzinfo=ZONE)
BUREAU = "督查局bureau"


async def test_accepting_tells_the_office(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    decided = await stage.does(BUREAU, decide, case_id, 1, Decision.ACCEPT, None, None, NOW)
    assert [ground.task for ground in decided.grounds] == [1]
    (case,) = await stage.rows(Case)
    assert (case.state, case.decided_at, case.version) == (CaseState.ACCEPTED, NOW, 2)
    words = await stage.words_of("decision")
    assert "发改委：同意" in words
    assert "逾期未办结" in words


async def test_declining_needs_a_reason(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    refusal = await stage.refused(BUREAU, decide, case_id, 1, Decision.DECLINE, " ", None, NOW)
    assert refusal.word == "reason-needed"
    assert (await stage.rows(Case))[0].state is CaseState.PROPOSED
    await stage.does(BUREAU, decide, case_id, 1, Decision.DECLINE, "已有进展", None, NOW)
    assert "已有进展" in await stage.words_of("decision")


async def test_a_hold_needs_a_day_after_today(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    for day, word in ((None, "hold-day-needed"), (date(2021, 7, 15), "hold-day-past")):
        refusal = await stage.refused(BUREAU, decide, case_id, 1, Decision.HOLD, None, day, NOW)
        assert refusal.word == word
    offered = offered_hold(RULES, NOW)
    assert offered == date(2021, 7, 29)
    await stage.does(BUREAU, decide, case_id, 1, Decision.HOLD, None, offered, NOW)
    assert (await stage.rows(Case))[0].hold_until == offered
    assert "暂缓至2021年7月29日" in await stage.words_of("decision")


async def test_the_second_press_says_who_decided_when(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    pressing = [
        stage.does(BUREAU, decide, case_id, 1, decision, "理由", None, NOW)
        for decision in (Decision.ACCEPT, Decision.DECLINE)
    ]
    results = await asyncio.gather(*pressing, return_exceptions=True)
    assert {type(result) for result in results} == {Decided, Refusal}
    refusal = await stage.refused(BUREAU, decide, case_id, 1, Decision.ACCEPT, None, None, NOW)
    assert (refusal.word, refusal.facts["who"]) == ("case-decided", BUREAU)


async def test_a_button_from_before_the_hold_changes_nothing(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    await stage.does(BUREAU, decide, case_id, 1, Decision.HOLD, None, date(2021, 7, 20), NOW)
    async with stage.database.writing() as session:
        case = await session.get_one(Case, case_id)
        move(session, case, CaseState.PROPOSED, "schedule", NOW + timedelta(days=5))
        case.version += 1
    refusal = await stage.refused(BUREAU, decide, case_id, 1, Decision.ACCEPT, None, None, NOW)
    assert refusal.word == "button-old"


async def test_others_may_not_decide(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    for name in ("发改委contact", "办公室office", "领导小组leading-group", "路人"):
        await stage.refused(name, decide, case_id, 1, Decision.ACCEPT, None, None, NOW)
    assert (await stage.rows(Case))[0].state is CaseState.PROPOSED


async def test_the_whole_is_confirmed_once_after_the_close(stage: Stage) -> None:
    round_id = (await stage.request(1)).round_id
    assert (await stage.refused("管委会contact", confirm_round, round_id, IN_TIME)).word == "round-open"
    async with stage.database.writing() as session:
        move(session, await session.get_one(Round, round_id), RoundState.CLOSED, "schedule", NOW)
    assert (await stage.refused("发改委contact", confirm_round, round_id, NOW)).word == "not-your-unit"
    filed = await stage.does("管委会contact", confirm_round, round_id, NOW)
    assert (filed.count.answered, filed.count.asked) == (0, 3)
    assert (await stage.rows(Round))[0].filed_at == NOW
    assert "应报3项，已报0项" in await stage.words_of("filing-confirmed")
    refusal = await stage.refused("管委会leader", confirm_round, round_id, NOW)
    assert (refusal.word, refusal.facts["who"]) == ("round-filed", "管委会contact")


@pytest.mark.parametrize(("day", "late"), [(5, False), (6, True)])
async def test_the_whole_is_late_when_it_is_confirmed_after_its_day(stage: Stage, day: int, late: bool) -> None:
    round_id = (await stage.rows(Round))[0].id or 0
    async with stage.database.writing() as session:
        move(session, await session.get_one(Round, round_id), RoundState.CLOSED, "schedule", NOW)
    filed = await stage.does("管委会contact", confirm_round, round_id, NOW.replace(month=7, day=day))
    assert (filed.late, (await stage.rows(Round))[0].filed_late) == (late, late)
    assert ("迟报" in await stage.words_of("filing-confirmed")) is late
