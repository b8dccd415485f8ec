"""A duty is claimed, verified and closed, or returned."""

from __future__ import annotations

import asyncio
from datetime import datetime

from sqlmodel import col

from actions.complete import Claimed, claim
from actions.refusal import Refusal
from actions.report import file_report
from actions.review import judge_completion
from register.states import Cause, ClimbState, DutyState, RequestState, Verdict
from register.tables import Climb, Completion, Evidence, Report
from tests.actions.stage import AFTER_CLOSE, IN_TIME, SOME_ANSWERS, ZONE, Stage

CONTACT, OFFICE = "发改委contact", "办公室office"


async def test_a_claim_waits_for_the_office_and_answers_the_rounds_report(stage: Stage) -> None:
    duty = await stage.duty(1)
    draft = await stage.draft(CONTACT, duty.id or 0, files=1)
    claimed = await stage.does(CONTACT, claim, duty.id, " 规划已获批复 ", draft, IN_TIME)
    assert (claimed.late, claimed.files, claimed.answered_quarter) == (False, 1, "2021Q2")
    assert (await stage.duty(1)).state is DutyState.CLAIMED
    assert (await stage.request(1)).state is RequestState.ANSWERED
    assert (await stage.rows(Evidence))[0].completion_id == claimed.completion_id
    (card,) = await stage.told("completion-card")
    assert [button["label"] for button in card.keyboard[0]] == ["accept-completion", "return-completion"]
    assert "规划已获批复" in await stage.words_of("completion-card")


async def test_accepted_closes_the_duty_as_met_when_it_was_claimed(stage: Stage) -> None:
    duty = await stage.duty(1)
    climb = Climb(key="overdue", cause=Cause.OVERDUE, unit_id=1, task_id=1, duty_id=duty.id, base=duty.due)
    await stage.add(climb)
    claimed = await stage.does(CONTACT, claim, duty.id, "完成", None, AFTER_CLOSE)
    later = datetime(2021, 7, 5, 10, tzinfo=ZONE)
    judged = await stage.does(OFFICE, judge_completion, claimed.completion_id, True, None, later)
    after = await stage.duty(1)
    assert (after.state, after.met_at, after.closed_at, after.late) == (DutyState.CLOSED, AFTER_CLOSE, later, True)
    assert judged.late
    assert (await stage.request(1)).state is RequestState.ACCEPTED
    assert (await stage.rows(Climb))[0].state is ClimbState.MET
    assert "逾期办结" in await stage.words_of("verdict")


async def test_claimed_in_time_and_verified_late_is_not_late(stage: Stage) -> None:
    claimed = await stage.does(CONTACT, claim, (await stage.duty(1)).id, "完成", None, IN_TIME)
    await stage.does(OFFICE, judge_completion, claimed.completion_id, True, None, AFTER_CLOSE)
    assert not (await stage.duty(1)).late


async def test_returned_opens_the_duty_and_asks_the_report_again(stage: Stage) -> None:
    duty = await stage.duty(1)
    claimed = await stage.does(CONTACT, claim, duty.id, "完成", None, IN_TIME)
    judged = await stage.does(OFFICE, judge_completion, claimed.completion_id, False, "未附批复", IN_TIME)
    assert judged.again_by is not None
    assert judged.again_by.isoformat() == "2021-07-01"
    assert (await stage.duty(1)).state is DutyState.OPEN
    assert (await stage.request(1)).state is RequestState.RETURNED
    assert "未附批复" in await stage.words_of("verdict")
    again = await stage.does(CONTACT, claim, duty.id, "补齐", None, AFTER_CLOSE)
    assert again.answered_quarter == "2021Q2"


async def test_a_report_already_filed_is_not_touched_by_the_claims_verdict(stage: Stage) -> None:
    await stage.does(CONTACT, file_report, (await stage.request(1)).id, SOME_ANSWERS, None, IN_TIME)
    claimed = await stage.does(CONTACT, claim, (await stage.duty(1)).id, "完成", None, IN_TIME)
    assert claimed.answered_quarter is None
    await stage.does(OFFICE, judge_completion, claimed.completion_id, False, "不足", IN_TIME)
    assert (await stage.request(1)).state is RequestState.ANSWERED
    assert (await stage.rows(Report))[0].verdict is Verdict.WAITING


async def test_a_second_claim_says_who_claimed_when(stage: Stage) -> None:
    duty = await stage.duty(1)
    claimed = await stage.does(CONTACT, claim, duty.id, "完成", None, IN_TIME)
    refusal = await stage.refused("发改委leader", claim, duty.id, "完成", None, IN_TIME)
    assert (refusal.word, refusal.facts["who"]) == ("already-claimed", CONTACT)
    await stage.does(OFFICE, judge_completion, claimed.completion_id, True, None, IN_TIME)
    assert (await stage.refused(CONTACT, claim, duty.id, "完成", None, IN_TIME)).word == "already-closed"


async def test_two_phones_claim_once(stage: Stage) -> None:
    duty = await stage.duty(1)
    names = (CONTACT, "发改委leader")
    pressing = [stage.does(name, claim, duty.id, "完成", None, IN_TIME) for name in names]
    results = await asyncio.gather(*pressing, return_exceptions=True)
    assert {type(result) for result in results} == {Claimed, Refusal}
    assert len(await stage.rows(Completion)) == 1


async def test_others_may_not_claim(stage: Stage) -> None:
    duty = await stage.duty(1)
    for name in ("水利局contact", OFFICE, "督查局bureau", "路人"):
        await stage.refused(name, claim, duty.id, "完成", None, IN_TIME)
    assert not await stage.rows(Completion)


async def test_words_too_long_to_keep_are_refused(stage: Stage) -> None:
    refusal = await stage.refused(CONTACT, claim, (await stage.duty(1)).id, "长" * 1001, None, IN_TIME)
    assert refusal.word == "text-too-long"
    assert not await stage.rows(Completion, col(Completion.id) > 0)
