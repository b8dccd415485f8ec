"""A unit takes back what waits for the office; the office takes up again what it had closed."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import col

from actions.complete import claim
from actions.extend import ask_extension
from actions.reopen import reopen_duty
from actions.report import file_report
from actions.review import judge_completion
from actions.review_extension import judge_extension
from actions.withdraw import withdraw_claim, withdraw_extension
from outbox.message import DeliveryState, Message
from plans.roles import Role
from register.states import Cause, ClimbState, DutyState, ExtensionState, RequestState, RoundState, Verdict
from register.tables import AuditEntry, Climb, Completion, Extension, Reopening, Round
from register.views.card import task_card
from tests.actions.stage import AFTER_CLOSE, IN_TIME, RULES, SOME_ANSWERS, ZONE, Stage

CONTACT, LEADER, OFFICE = "发改委contact", "发改委leader", "办公室office"
LATER = datetime(2021, 7, 12, 10, tzinfo=ZONE)


async def asked(stage: Stage) -> int:
    duty = await stage.duty(1)
    found = await stage.does(CONTACT, ask_extension, duty.id, date(2021, 7, 30), "手续未批复", None, IN_TIME)
    return found.extension_id


async def claimed(stage: Stage, at: datetime = IN_TIME) -> int:
    return (await stage.does(CONTACT, claim, (await stage.duty(1)).id, "完成", None, at)).completion_id


async def read_by_the_office(stage: Stage, template: str) -> None:
    async with stage.database.writing() as session:
        for card in await stage.told(template):
            sent = await session.get_one(Message, card.id)
            sent.state = DeliveryState.SENT
            session.add(sent)


async def test_a_request_is_taken_back_and_may_be_made_anew(stage: Stage) -> None:
    extension = await asked(stage)
    await read_by_the_office(stage, "extension-card")
    await stage.does(LEADER, withdraw_extension, extension, IN_TIME)
    assert (await stage.rows(Extension))[0].state is ExtensionState.WITHDRAWN
    assert "发改委撤回延期申请" in await stage.words_of("withdrawn")
    refusal = await stage.refused(OFFICE, judge_extension, extension, True, None, IN_TIME)
    assert (refusal.word, refusal.facts["who"]) == ("extension-decided", LEADER)
    assert (await stage.duty(1)).due == date(2021, 6, 30)
    assert await asked(stage) != extension


async def test_a_card_that_nobody_has_read_is_taken_back_in_silence(stage: Stage) -> None:
    await stage.does(CONTACT, withdraw_extension, await asked(stage), IN_TIME)
    assert not await stage.told("extension-card")
    assert not await stage.told("withdrawn")


async def test_only_the_unit_takes_back_and_only_once(stage: Stage) -> None:
    extension, completion = await asked(stage), await claimed(stage)
    for name in ("水利局contact", OFFICE, "督查局bureau", "路人"):
        await stage.refused(name, withdraw_extension, extension, IN_TIME)
        await stage.refused(name, withdraw_claim, completion, IN_TIME)
    await stage.does(CONTACT, withdraw_extension, extension, IN_TIME)
    await stage.does(CONTACT, withdraw_claim, completion, IN_TIME)
    assert (await stage.refused(CONTACT, withdraw_extension, extension, IN_TIME)).word == "extension-decided"
    assert (await stage.refused(CONTACT, withdraw_claim, completion, IN_TIME)).word == "claim-decided"
    assert (await stage.refused(CONTACT, withdraw_claim, 99, IN_TIME)).word == "not-your-unit"


async def test_a_claim_taken_back_opens_duty_and_request_again(stage: Stage) -> None:
    completion = await claimed(stage)
    await read_by_the_office(stage, "completion-card")
    await stage.does(CONTACT, withdraw_claim, completion, IN_TIME)
    request = await stage.request(1)
    assert ((await stage.duty(1)).state, request.state) == (DutyState.OPEN, RequestState.ASKED)
    assert request.answered_at is None
    assert (await stage.rows(Completion))[0].verdict is Verdict.WITHDRAWN
    assert "发改委撤回办结申请" in await stage.words_of("withdrawn")
    refusal = await stage.refused(OFFICE, judge_completion, completion, True, None, IN_TIME)
    assert (refusal.word, refusal.facts["who"]) == ("claim-withdrawn", CONTACT)
    assert await claimed(stage) != completion


async def test_a_judged_claim_stays(stage: Stage) -> None:
    completion = await claimed(stage)
    await stage.does(OFFICE, judge_completion, completion, True, None, IN_TIME)
    assert (await stage.refused(CONTACT, withdraw_claim, completion, IN_TIME)).word == "claim-decided"
    assert ((await stage.duty(1)).state, (await stage.request(1)).state) == (DutyState.CLOSED, RequestState.ACCEPTED)


async def test_answered_in_time_and_taken_back_after_the_close_is_asked_again_and_not_missing(stage: Stage) -> None:
    completion = await claimed(stage)
    await close_round(stage)
    await stage.does(CONTACT, withdraw_claim, completion, LATER)
    request = await stage.request(1)
    assert (request.state, request.return_again_by) == (RequestState.RETURNED, date(2021, 7, 15))
    assert request.answered_at == IN_TIME


async def test_answered_late_and_taken_back_is_missing_as_before(stage: Stage) -> None:
    await close_round(stage)
    request = await stage.request(1)
    await stage.add(
        Climb(
            key="missing",
            cause=Cause.MISSING,
            unit_id=request.unit_id,
            task_id=request.task_id,
            request_id=request.id,
            base=date(2021, 6, 30),
        )
    )
    completion = await claimed(stage, AFTER_CLOSE)
    assert (await stage.rows(Climb))[0].state is ClimbState.MET
    await stage.does(CONTACT, withdraw_claim, completion, LATER)
    assert ((await stage.request(1)).state, (await stage.rows(Climb))[0].state) == (
        RequestState.ASKED,
        ClimbState.CLIMBING,
    )


async def test_a_report_that_answers_meanwhile_is_not_touched(stage: Stage) -> None:
    completion = await claimed(stage)
    await stage.does(CONTACT, file_report, (await stage.request(1)).id, SOME_ANSWERS, None, IN_TIME)
    await stage.does(CONTACT, withdraw_claim, completion, IN_TIME)
    assert (await stage.request(1)).state is RequestState.ANSWERED


async def close_round(stage: Stage) -> None:
    async with stage.database.writing() as session:
        held = (await stage.rows(Round))[0]
        held.state = RoundState.CLOSED
        await session.merge(held)


async def closed(stage: Stage, at: datetime = IN_TIME) -> int:
    await stage.does(OFFICE, judge_completion, await claimed(stage, at), True, None, at)
    return (await stage.duty(1)).id or 0


async def test_a_closed_duty_is_taken_up_again_and_its_closing_stays_on_record(stage: Stage) -> None:
    duty_id = await closed(stage)
    await stage.does(OFFICE, reopen_duty, duty_id, " 现场核查未完成 ", LATER)
    duty = await stage.duty(1)
    assert (duty.state, duty.met_at, duty.closed_at) == (DutyState.OPEN, None, None)
    assert (duty.counts_from, duty.speaks_on) == (date(2021, 7, 12), date(2021, 7, 13))
    (kept,) = await stage.rows(Reopening)
    assert (kept.reason, kept.met_at, kept.closed_at, kept.late) == ("现场核查未完成", IN_TIME, IN_TIME, False)
    assert (await stage.rows(Completion))[0].verdict is Verdict.ACCEPTED
    assert "现场核查未完成" in await stage.words_of("reopened")
    assert (await stage.rows(AuditEntry))[-1].act == "duty_reopened"
    async with stage.database.reading() as session:
        card = await task_card(session, RULES, 1, RULES.today(LATER))
    assert card is not None
    (line,) = card.milestones[0].duties[0].history.reopenings
    assert (line.who, line.closed_at) == (OFFICE, IN_TIME)


async def test_late_stays_late(stage: Stage) -> None:
    duty_id = await closed(stage, AFTER_CLOSE)
    await stage.does(OFFICE, reopen_duty, duty_id, "未达标", LATER)
    assert (await stage.duty(1)).late
    async with stage.database.writing() as session:
        duty = await stage.duty(1)
        duty.due = date(2021, 12, 31)
        await session.merge(duty)
    await closed(stage, LATER)
    assert (await stage.duty(1)).late


async def test_what_is_not_closed_is_not_taken_up_again(stage: Stage) -> None:
    duty = await stage.duty(1)
    assert (await stage.refused(OFFICE, reopen_duty, duty.id, "理由", IN_TIME)).word == "duty-not-closed"
    duty_id = await closed(stage)
    for name in (CONTACT, LEADER, "督查局bureau", "路人"):
        await stage.refused(name, reopen_duty, duty_id, "理由", LATER)
    assert (await stage.refused(OFFICE, reopen_duty, duty_id, "  ", LATER)).word == "reason-needed"
    assert (await stage.refused(OFFICE, reopen_duty, 99, "理由", LATER)).word == "duty-unknown"
    await stage.does(OFFICE, reopen_duty, duty_id, "理由", LATER)
    assert (await stage.refused(OFFICE, reopen_duty, duty_id, "理由", LATER)).word == "duty-not-closed"
    assert len(await stage.rows(Reopening)) == 1


async def test_another_reviewer_takes_up_what_is_of_the_own_unit(stage: Stage) -> None:
    duty_id = await closed(stage)
    await stage.sit("办公室", Role.OFFICE, "独立审核员", 77)
    await stage.sit("水利局", Role.CONTACT, "独立审核员", 77)
    assert (await stage.refused(OFFICE, reopen_duty, duty_id, "理由", LATER)).word == "own-unit"
    await stage.does("独立审核员", reopen_duty, duty_id, "理由", LATER)
    assert not (await stage.rows(Reopening, col(Reopening.duty_id) == duty_id))[0].self_reviewed
