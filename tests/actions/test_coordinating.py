"""A difficulty is put to the office and followed until it is answered (提请协调)."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.answer_difficulty import answer_difficulty
from actions.coordinate import put_again, put_difficulty, settle
from actions.pack import evidence_pack
from actions.report import file_report
from actions.texts import ReportAnswers
from register.states import CoordinationState
from register.tables import AuditEntry, Coordination, CoordinationStep, Transition
from register.tables.coordinations import Said
from tests.actions.stage import IN_TIME, RULES, SOME_ANSWERS, ZONE, Stage, templates

CONTACT, LEADER, OTHER, OFFICE = "水利局contact", "水利局leader", "发改委contact", "办公室office"
NEXT_DAY = IN_TIME + timedelta(days=1)
LATER = datetime(2021, 7, 2, 10, tzinfo=ZONE)


async def reported(stage: Stage, problems: str = "资金缺口") -> int:
    request = await stage.request(2)
    answers = ReportAnswers.model_validate(SOME_ANSWERS.model_dump() | {"problems": problems})
    return (await stage.does(CONTACT, file_report, request.id, answers, None, IN_TIME)).report_id


async def put(stage: Stage) -> int:
    return (await stage.does(CONTACT, put_difficulty, await reported(stage), IN_TIME)).coordination_id


async def state_of(stage: Stage) -> CoordinationState:
    return (await stage.rows(Coordination))[-1].state


async def test_what_the_report_names_reaches_the_office_with_a_button(stage: Stage) -> None:
    coordination_id = await put(stage)
    assert await state_of(stage) is CoordinationState.OPEN
    card = await stage.words_of("coordination-card")
    assert "水利局" in card
    assert "提请办公室协调：\n资金缺口" in card
    (message,) = await stage.told("coordination-card")
    assert [button["label"] for button in message.keyboard[0]] == ["coordination-answer", "open-task"]
    (audited,) = await stage.rows(AuditEntry, AuditEntry.act == "coordination_put")
    assert audited.subject == f"coordination:{coordination_id}"


async def test_the_answer_reaches_the_unit_which_says_that_it_helped(stage: Stage) -> None:
    coordination_id = await put(stage)
    await stage.does(OFFICE, answer_difficulty, coordination_id, " 已商财政局，下周拨付 ", NEXT_DAY)
    assert "已商财政局，下周拨付" in await stage.words_of("coordination-answered")
    await stage.does(LEADER, settle, coordination_id, LATER)
    assert await state_of(stage) is CoordinationState.SETTLED
    moves = await stage.rows(Transition, Transition.subject == f"coordination:{coordination_id}")
    assert [(one.before, one.after) for one in moves] == [("open", "answered"), ("answered", "settled")]


async def test_an_answer_that_did_not_help_is_asked_again(stage: Stage) -> None:
    coordination_id = await put(stage)
    await stage.does(OFFICE, answer_difficulty, coordination_id, "请自行解决", NEXT_DAY)
    await stage.does(CONTACT, put_again, coordination_id, "自行解决确有困难", LATER)
    (row,) = await stage.rows(Coordination)
    assert (row.state, row.waits_since) == (CoordinationState.OPEN, LATER)
    assert [one.said for one in await stage.rows(CoordinationStep)] == [Said.PUT, Said.ANSWERED, Said.AGAIN]
    assert "再次提请" in templates().render("coordination-card", (await stage.told("coordination-card"))[-1].facts)


async def test_a_difficulty_may_be_over_before_the_office_answers(stage: Stage) -> None:
    coordination_id = await put(stage)
    await stage.does(CONTACT, settle, coordination_id, NEXT_DAY)
    refusal = await stage.refused(OFFICE, answer_difficulty, coordination_id, "收到", LATER)
    assert refusal.word == "coordination-settled"


async def test_the_same_difficulty_waits_once(stage: Stage) -> None:
    report_id = await reported(stage)
    await stage.does(CONTACT, put_difficulty, report_id, IN_TIME)
    assert (await stage.refused(LEADER, put_difficulty, report_id, NEXT_DAY)).word == "coordination-put"
    corrected = await reported(stage, "资金缺口五百万元")
    assert (await stage.refused(CONTACT, put_difficulty, corrected, NEXT_DAY)).word == "coordination-open"
    assert len(await stage.rows(Coordination)) == 1


async def test_what_was_settled_is_not_put_again_by_an_old_button(stage: Stage) -> None:
    report_id = await reported(stage)
    first = (await stage.does(CONTACT, put_difficulty, report_id, IN_TIME)).coordination_id
    await stage.does(CONTACT, settle, first, NEXT_DAY)
    assert (await stage.refused(CONTACT, put_difficulty, report_id, LATER)).word == "coordination-put"


async def test_a_corrected_report_puts_an_answered_difficulty_again(stage: Stage) -> None:
    coordination_id = await put(stage)
    await stage.does(OFFICE, answer_difficulty, coordination_id, "请自行解决", NEXT_DAY)
    corrected = await reported(stage, "资金缺口五百万元")
    again = await stage.does(CONTACT, put_difficulty, corrected, NEXT_DAY)
    assert (again.coordination_id, again.said, again.words) == (coordination_id, Said.AGAIN, "资金缺口五百万元")


async def test_an_old_receipt_puts_what_the_newest_version_says(stage: Stage) -> None:
    first = await reported(stage)
    await reported(stage, "")
    assert (await stage.refused(CONTACT, put_difficulty, first, NEXT_DAY)).word == "coordination-nothing"


async def test_others_are_refused(stage: Stage) -> None:
    report_id = await reported(stage)
    for name, word in (("陌生人", "stranger"), (OTHER, "not-your-unit"), (OFFICE, "not-your-role")):
        assert (await stage.refused(name, put_difficulty, report_id, IN_TIME)).word == word
    coordination_id = (await stage.does(CONTACT, put_difficulty, report_id, IN_TIME)).coordination_id
    for name in (CONTACT, "督查局bureau"):
        refusal = await stage.refused(name, answer_difficulty, coordination_id, "好", NEXT_DAY)
        assert refusal.word == "not-your-role"
    assert (await stage.refused(OTHER, settle, coordination_id, NEXT_DAY)).word == "not-your-unit"
    assert (await stage.refused(OTHER, put_again, coordination_id, "还不行", NEXT_DAY)).word == "not-your-unit"


async def test_every_turn_is_taken_once(stage: Stage) -> None:
    coordination_id = await put(stage)
    assert (await stage.refused(CONTACT, put_again, coordination_id, "催", NEXT_DAY)).word == "coordination-open"
    assert (await stage.refused(OFFICE, answer_difficulty, coordination_id, " ", NEXT_DAY)).word == "text-needed"
    await stage.does(OFFICE, answer_difficulty, coordination_id, "已商财政局", NEXT_DAY)
    refusal = await stage.refused(OFFICE, answer_difficulty, coordination_id, "又答", LATER)
    assert (refusal.word, refusal.facts["who"]) == ("coordination-answered", OFFICE)
    await stage.does(CONTACT, settle, coordination_id, LATER)
    assert (await stage.refused(LEADER, settle, coordination_id, LATER)).word == "coordination-settled"
    assert (await stage.refused(CONTACT, put_again, coordination_id, "还不行", LATER)).word == "coordination-settled"


async def test_the_evidence_says_that_the_office_has_not_answered(stage: Stage) -> None:
    coordination_id = await put(stage)
    case_id = await stage.case_against(2)
    shown = await evidence(stage, case_id)
    assert "第2项：6月28日 10:00提请协调“资金缺口”；<b>办公室尚未答复</b>" in shown
    await stage.does(OFFICE, answer_difficulty, coordination_id, "已商财政局", LATER)
    shown = await evidence(stage, case_id)
    assert "7月2日 10:00办公室答复“已商财政局”" in shown
    assert "尚未答复" not in shown


async def evidence(stage: Stage, case_id: int) -> str:
    async with stage.database.reading() as session:
        pack = await evidence_pack(session, RULES, case_id, LATER)
    return templates().render("case", {"pack": pack})
