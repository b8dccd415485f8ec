"""The yearly evaluation: what a year comes to, sheets to the units, objections, and an end that never changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import col, select

from actions.answer_objection import Correction, correct_sheet, correction_of, keep_sheet
from actions.burden import Burden, burdens
from actions.check_sheet import agree, object_to
from actions.evaluation_facts import year_scores
from actions.finish_evaluation import finish_evaluation
from actions.refusal import Refusal
from actions.report import file_report
from actions.send_evaluation import send_evaluation
from outbox.message import DeliveryState, Message, Priority
from plans.roles import Role
from register.evaluation.facts import Excuse, Kind, Outcome
from register.evaluation.frozen import seal_sheets, sheet_lines
from register.evaluation.score import UnitScore
from register.record import broken_link
from register.snapshot import take_snapshot
from register.states import CaseState, DutyState, EvaluationState, OutageState, SheetState, StepOutcome
from register.tables import (
    Adjustment,
    AuditEntry,
    Case,
    Climb,
    ClimbStep,
    Duty,
    Evaluation,
    Outage,
    Seat,
    Sheet,
    Unit,
)
from tests.actions.stage import IN_TIME, RULES, SOME_ANSWERS, ZONE, Stage

JANUARY = datetime(2022, 1, 10, 10, tzinfo=ZONE)
LIMIT = datetime(2022, 1, 17, 18, tzinfo=ZONE)
"""Five working days later."""
AFTER = datetime(2022, 1, 18, 10, tzinfo=ZONE)


async def delivered(stage: Stage, unit: str, at: datetime, role: Role = Role.CONTACT, **more: Any) -> None:
    """Something reached the unit."""
    seats = await stage.rows(Seat, col(Seat.role) == role)
    units = {one.id: one.name for one in await stage.rows(Unit)}
    (seat,) = [one for one in seats if units[one.unit_id] == unit]
    number = len(await stage.rows(Message))
    values: dict[str, Any] = {"kind": "digest", "template": "digest", "key": f"sent-{number}"}
    await stage.add(
        Message(
            address="1",
            owner=f"seat:{seat.id}",
            state=DeliveryState.SENT,
            changed_at=at,
            not_before=at,
            created_at=at,
            sent_at=at,
            **values | more,
        )
    )


async def all_reached(stage: Stage) -> None:
    for unit in ("发改委", "水利局"):
        for at in (IN_TIME, datetime(2021, 9, 15, 9, tzinfo=ZONE)):
            await delivered(stage, unit, at)


async def scored(stage: Stage, unit: str, year: int = 2021, at: datetime = JANUARY) -> UnitScore:
    async with stage.database.reading() as session:
        found = await year_scores(session, RULES, year, at)
    return next(one for one in found if one.unit.name == unit)


async def sent_out(stage: Stage) -> dict[str, int]:
    """The sheets by unit."""
    await all_reached(stage)
    await stage.does("办公室office", send_evaluation, 2021, JANUARY)
    units = {one.id: one.name for one in await stage.rows(Unit)}
    return {units[one.unit_id]: one.id or 0 for one in await stage.rows(Sheet)}


async def arrives(stage: Stage) -> None:
    """Everything that waits is delivered."""
    async with stage.database.writing() as session:
        for one in await session.exec(select(Message).where(Message.template == "evaluation-sheet")):
            one.state, one.sent_at = DeliveryState.SENT, JANUARY
            session.add(one)


async def the_end(stage: Stage) -> Evaluation:
    (found,) = await stage.rows(Evaluation)
    return found


async def test_a_silent_unit_counted_again_by_hand(stage: Stage) -> None:
    """水利局 did nothing: one milestone due on 30 September, two reports asked in June, an order, a case."""
    await all_reached(stage)
    case_id = await stage.case_against(2)
    (climb,) = await stage.rows(Climb)
    order = ClimbStep(
        climb_id=climb.id or 0,
        step="order",
        planned=date(2021, 10, 13),
        outcome=StepOutcome.DONE,
        at=datetime(2021, 10, 13, 9, tzinfo=ZONE),
        message_key="order/水利局/contact/2021-10-13",
    )
    await stage.add(order)
    await delivered(stage, "水利局", order.at, kind="order", key=order.message_key)
    async with stage.database.writing() as session:
        case = await session.get_one(Case, case_id)
        case.state = CaseState.CLOSED
        session.add(case)
    found = await scored(stage, "水利局")
    # By hand: 0 of 50; 0 of 2 reports, 0 of 20; 15 of 15; 15 - 2 - 5 = 8 of 15.
    assert str(found.total) == "23.0"
    duty = await stage.duty(2)
    asked = [(await stage.request(number)).id for number in (2, 3)]
    assert [(one.fact.kind, one.fact.row_id, float(one.points), float(one.worth)) for one in found.entries] == [
        (Kind.DUTY, duty.id, 0, 50),
        (Kind.ANSWER, asked[0], 0, 10),
        (Kind.ANSWER, asked[1], 0, 10),
        (Kind.ORDER, order.id, -2, 0),
        (Kind.CASE, case_id, -5, 0),
    ]
    assert found.buckets == {Outcome.OVERDUE: 1, Outcome.UNDATED: 1}


async def test_what_was_done_gives_its_points(stage: Stage) -> None:
    await all_reached(stage)
    request = await stage.request(1)
    await stage.does("发改委contact", file_report, request.id, SOME_ANSWERS, None, IN_TIME)
    async with stage.database.writing() as session:
        duty = await session.get_one(Duty, (await stage.duty(1)).id)
        duty.state, duty.met_at, duty.closed_at = DutyState.CLOSED, IN_TIME, IN_TIME
        session.add(duty)
    assert str((await scored(stage, "发改委")).total) == "100.0"


async def test_chatting_changes_nothing(stage: Stage) -> None:
    await all_reached(stage)
    before = await scored(stage, "水利局")
    for day in range(20):
        at = datetime(2021, 7, 1, 9, tzinfo=ZONE) + timedelta(days=day)
        await delivered(stage, "水利局", at, priority=Priority.ANSWER, template="tasks")
    assert await scored(stage, "水利局") == before


async def test_a_unit_that_nothing_reached_is_not_scored_down(stage: Stage) -> None:
    found = await scored(stage, "水利局")
    assert {one.fact.excuse for one in found.entries} == {Excuse.UNREACHED}
    assert found.total is None


async def test_what_another_unit_or_the_office_got_reached_nobody_here(stage: Stage) -> None:
    await delivered(stage, "发改委", IN_TIME)
    await delivered(stage, "办公室", IN_TIME, Role.OFFICE)
    assert (await scored(stage, "水利局")).total is None


async def test_a_message_in_doubt_reached_nobody(stage: Stage) -> None:
    await delivered(stage, "水利局", IN_TIME)
    async with stage.database.writing() as session:
        (message,) = await session.exec(select(Message))
        message.state = DeliveryState.UNCERTAIN
        session.add(message)
    assert (await scored(stage, "水利局")).total is None


async def test_an_unchecked_outage_costs_nothing(stage: Stage) -> None:
    await all_reached(stage)
    outage = Outage(since=IN_TIME, until=IN_TIME + timedelta(days=4))
    await stage.add(outage)
    found = await scored(stage, "水利局")
    excuses = {one.fact.kind: one.fact.excuse for one in found.entries}
    assert excuses == {Kind.ANSWER: Excuse.OUTAGE, Kind.DUTY: None}
    async with stage.database.writing() as session:
        row = await session.get_one(Outage, outage.id)
        row.state = OutageState.CHECKED
        session.add(row)
    assert {one.fact.excuse for one in (await scored(stage, "水利局")).entries} == {None}


async def test_an_unmet_duty_goes_on_into_the_next_year(stage: Stage) -> None:
    await all_reached(stage)
    in_2022 = await scored(stage, "水利局", 2022, datetime(2022, 12, 20, 10, tzinfo=ZONE))
    assert in_2022.buckets[Outcome.OVERDUE] == 1
    assert str(in_2022.total) == "37.5"  # nothing asked in 2022: 0 + 15 + 15 of 80


@pytest.mark.parametrize("year", [2020, 2022, 2023])
async def test_only_years_of_the_plan_that_have_begun(stage: Stage, year: int) -> None:
    at = datetime(2021, 12, 30, 10, tzinfo=ZONE)
    refusal = await stage.refused("办公室office", send_evaluation, year, at)
    assert (refusal.word, refusal.facts) == ("evaluation-no-year", {"first": 2021, "last": 2021})


async def test_each_unit_gets_its_own_sheet(stage: Stage) -> None:
    sheets = await sent_out(stage)
    assert set(sheets) == {"发改委", "水利局"}
    told = await stage.told("evaluation-sheet")
    assert len(told) == 4  # contact and leader of both
    for message in told:
        assert message.facts["sheet"]["unit"] == message.group
        assert [button["label"] for row in message.keyboard for button in row] == ["sheet-agree", "sheet-object"]
    (due,) = await stage.told("evaluation-due")
    assert due.not_before.astimezone(ZONE) == datetime(2022, 1, 18, 9, tzinfo=ZONE)


async def test_it_is_sent_once(stage: Stage) -> None:
    await sent_out(stage)
    refusal = await stage.refused("办公室office", send_evaluation, 2021, AFTER)
    assert refusal.word == "evaluation-sent"
    assert len(await stage.rows(Evaluation)) == 1


@pytest.mark.parametrize("name", ["水利局contact", "水利局leader", "督查局bureau", "领导小组leading-group", "陌生人"])
async def test_only_the_office_sends_and_ends(stage: Stage, name: str) -> None:
    word = "stranger" if name == "陌生人" else "not-your-role"
    assert (await stage.refused(name, send_evaluation, 2021, JANUARY)).word == word
    await sent_out(stage)
    evaluation = await the_end(stage)
    assert (await stage.refused(name, finish_evaluation, evaluation.id, AFTER)).word == word


async def test_a_unit_agrees_and_may_still_object(stage: Stage) -> None:
    sheet = (await sent_out(stage))["水利局"]
    await stage.does("水利局contact", agree, sheet, JANUARY)
    again = await stage.refused("水利局leader", agree, sheet, JANUARY)
    assert (again.word, again.facts["who"]) == ("sheet-agreed", "水利局contact")
    await stage.does("水利局leader", object_to, sheet, "9月已完工", LIMIT)
    (row,) = await stage.rows(Sheet, col(Sheet.id) == sheet)
    assert (row.state, row.objection) == (SheetState.OBJECTED, "9月已完工")
    (card,) = await stage.told("objection-card")
    assert "9月已完工" in await stage.words_of("objection-card")
    assert [one["label"] for line in card.keyboard for one in line] == ["objection-keep", "objection-correct"]


async def test_who_may_not_speak_for_the_unit(stage: Stage) -> None:
    sheet = (await sent_out(stage))["水利局"]
    for name, word in (
        ("发改委contact", "not-your-unit"),
        ("办公室office", "not-your-role"),
        ("督查局bureau", "not-your-role"),
        ("陌生人", "stranger"),
    ):
        assert (await stage.refused(name, agree, sheet, JANUARY)).word == word
        assert (await stage.refused(name, object_to, sheet, "不对", JANUARY)).word == word
    assert (await stage.refused("水利局contact", agree, 999, JANUARY)).word == "not-your-unit"


async def test_an_objection_needs_words_and_comes_in_time_and_once(stage: Stage) -> None:
    sheet = (await sent_out(stage))["水利局"]
    assert (await stage.refused("水利局contact", object_to, sheet, "  ", JANUARY)).word == "text-needed"
    assert (await stage.refused("水利局contact", object_to, sheet, "不对", AFTER)).word == "sheet-too-late"
    assert (await stage.refused("水利局contact", agree, sheet, AFTER)).word == "sheet-too-late"
    await stage.does("水利局contact", object_to, sheet, "不对", LIMIT)
    assert (await stage.refused("水利局contact", object_to, sheet, "还是不对", LIMIT)).word == "sheet-objected"
    assert (await stage.refused("水利局contact", agree, sheet, LIMIT)).word == "sheet-objected"


async def test_an_objection_is_kept_or_corrected_with_a_reason(stage: Stage) -> None:
    sheet = (await sent_out(stage))["水利局"]
    await stage.does("水利局contact", object_to, sheet, "9月已完工", JANUARY)
    (before,) = await stage.rows(Sheet, col(Sheet.id) == sheet)
    await stage.does("办公室office", correct_sheet, sheet, Correction(25, "材料当日已交"), AFTER)
    (row,) = await stage.rows(Sheet, col(Sheet.id) == sheet)
    (adjustment,) = await stage.rows(Adjustment)
    assert (row.state, row.content) == (SheetState.ANSWERED, before.content)
    assert (adjustment.tenths, adjustment.reason) == (25, "材料当日已交")
    told = await stage.told("objection-answered")
    assert {one.group for one in told} == {"水利局"}
    assert (told[0].facts["before"], told[0].facts["total"]) == ("30.0", "32.5")
    again = await stage.refused("办公室office", keep_sheet, sheet, "维持", AFTER)
    assert again.word == "objection-answered"
    assert len(await stage.rows(Adjustment)) == 1


async def test_the_ledger_holds_what_was_sent_and_what_was_corrected(stage: Stage) -> None:
    async with stage.database.reading() as session:
        assert (await take_snapshot(session, RULES, JANUARY)).evaluations == ()
    sheet = (await sent_out(stage))["水利局"]
    await stage.does("水利局contact", object_to, sheet, "9月已完工", JANUARY)
    await stage.does("办公室office", correct_sheet, sheet, Correction(25, "材料当日已交"), AFTER)
    async with stage.database.reading() as session:
        found = {one.unit: one for one in (await take_snapshot(session, RULES, AFTER)).evaluations}
    line = found["水利局"]
    assert (line.year, line.state, line.sheet) == (2021, EvaluationState.CHECKING, SheetState.ANSWERED)
    assert (line.sent, line.correction, line.total) == (Decimal("30.0"), Decimal("2.5"), Decimal("32.5"))
    assert line.parts == {"completion": 0, "timeliness": 0, "quality": 15, "cooperation": 15}


async def test_an_objection_is_kept(stage: Stage) -> None:
    sheet = (await sent_out(stage))["水利局"]
    await stage.does("水利局contact", object_to, sheet, "9月已完工", JANUARY)
    assert (await stage.refused("办公室office", keep_sheet, sheet, " ", AFTER)).word == "reason-needed"
    await stage.does("办公室office", keep_sheet, sheet, "未见验收材料", AFTER)
    assert await stage.rows(Adjustment) == []
    assert (await stage.told("objection-answered"))[0].facts["change"] is None


async def test_who_may_not_answer_an_objection(stage: Stage) -> None:
    sheets = await sent_out(stage)
    for unit in ("水利局", "发改委"):
        await stage.does(f"{unit}contact", object_to, sheets[unit], "不对", JANUARY)
    for name, word in (("水利局contact", "not-your-role"), ("督查局bureau", "not-your-role"), ("陌生人", "stranger")):
        assert (await stage.refused(name, keep_sheet, sheets["水利局"], "维持", AFTER)).word == word
        correction = Correction(10, "更正")
        assert (await stage.refused(name, correct_sheet, sheets["水利局"], correction, AFTER)).word == word
    # The office sits in 发改委: alone it is marked, beside somebody of another unit it is refused.
    await stage.does("办公室office", keep_sheet, sheets["发改委"], "维持", AFTER)
    (row,) = await stage.rows(Sheet, col(Sheet.id) == sheets["发改委"])
    assert row.self_reviewed


async def test_nobody_answers_for_their_own_unit_where_somebody_else_can(stage: Stage) -> None:
    sheets = await sent_out(stage)
    await stage.does("发改委contact", object_to, sheets["发改委"], "不对", JANUARY)
    await stage.sit("办公室", Role.OFFICE, "外单位同志", 77)
    await stage.sit("水利局", Role.LEADER, "外单位同志", 77)
    assert (await stage.refused("办公室office", keep_sheet, sheets["发改委"], "维持", AFTER)).word == "own-unit"
    await stage.does("外单位同志", keep_sheet, sheets["发改委"], "维持", AFTER)


@pytest.mark.parametrize(
    ("words", "tenths", "reason"),
    [
        ("+2 材料当日已交", 20, "材料当日已交"),
        ("＋2分，材料当日已交", 20, "材料当日已交"),
        ("-0.5分 重复计分", -5, "重复计分"),
        ("+12.5：系审核延误", 125, "系审核延误"),
    ],
)
def test_a_correction_is_read(words: str, tenths: int, reason: str) -> None:
    correction = correction_of(words)
    assert correction == (tenths, reason)
    assert correction_of(str(correction)) == correction


@pytest.mark.parametrize("words", ["材料当日已交", "2 材料已交", "+0 没有", "+101 太多", "+1.25 太细", "+"])
def test_a_correction_without_points_is_refused(words: str) -> None:
    with pytest.raises(Refusal, match="correction-needed"):
        correction_of(words)


def test_a_correction_without_a_reason_is_refused() -> None:
    with pytest.raises(Refusal, match="reason-needed"):
        correction_of("+2")


async def test_silence_counts_as_no_objection_once_the_time_is_over(stage: Stage) -> None:
    await sent_out(stage)
    await arrives(stage)
    evaluation = await the_end(stage)
    early = await stage.refused("办公室office", finish_evaluation, evaluation.id, LIMIT)
    assert (early.word, early.facts["count"]) == ("evaluation-checking", 2)
    await stage.does("办公室office", finish_evaluation, evaluation.id, AFTER)
    assert {one.state for one in await stage.rows(Sheet)} == {SheetState.SILENT}


async def test_the_silence_of_a_unit_that_was_not_reached_is_marked(stage: Stage) -> None:
    await sent_out(stage)
    await stage.does("办公室office", finish_evaluation, (await the_end(stage)).id, AFTER)
    assert {one.state for one in await stage.rows(Sheet)} == {SheetState.UNREACHED}


async def test_with_every_answer_there_nobody_waits_for_the_limit(stage: Stage) -> None:
    for unit, sheet in (await sent_out(stage)).items():
        await stage.does(f"{unit}leader", agree, sheet, JANUARY)
    await stage.does("办公室office", finish_evaluation, (await the_end(stage)).id, JANUARY)
    assert (await stage.told("evaluation-due")) == []
    assert {one.facts["state"] for one in await stage.told("evaluation-final")} == {"agreed"}


async def test_an_open_objection_holds_the_end_up(stage: Stage) -> None:
    sheet = (await sent_out(stage))["水利局"]
    await stage.does("水利局contact", object_to, sheet, "不对", JANUARY)
    refusal = await stage.refused("办公室office", finish_evaluation, (await the_end(stage)).id, AFTER)
    assert (refusal.word, refusal.facts["units"]) == ("objections-open", "水利局")


async def test_a_second_person_makes_it_final_where_there_is_one(stage: Stage) -> None:
    await sent_out(stage)
    await stage.sit("办公室", Role.OFFICE, "王主任", 77)
    evaluation = await the_end(stage)
    refusal = await stage.refused("办公室office", finish_evaluation, evaluation.id, AFTER)
    assert (refusal.word, refusal.facts["who"]) == ("second-person", "办公室office")
    await stage.does("王主任", finish_evaluation, evaluation.id, AFTER)
    assert not (await the_end(stage)).single_handed


async def test_alone_it_is_marked(stage: Stage) -> None:
    await sent_out(stage)
    await stage.does("办公室office", finish_evaluation, (await the_end(stage)).id, AFTER)
    assert (await the_end(stage)).single_handed


async def test_what_is_final_never_changes(stage: Stage) -> None:
    sheets = await sent_out(stage)
    await stage.does("水利局contact", object_to, sheets["水利局"], "不对", JANUARY)
    await stage.does("办公室office", correct_sheet, sheets["水利局"], Correction(20, "更正"), JANUARY)
    evaluation_id = (await the_end(stage)).id
    await stage.does("办公室office", finish_evaluation, evaluation_id, AFTER)
    final = await the_end(stage)
    assert final.state is EvaluationState.FINAL
    for name, act, *args in (
        ("办公室office", finish_evaluation, evaluation_id, AFTER),
        ("办公室office", send_evaluation, 2021, AFTER),
        ("发改委contact", agree, sheets["发改委"], JANUARY),
        ("发改委contact", object_to, sheets["发改委"], "不对", JANUARY),
    ):
        assert (await stage.refused(name, act, *args)).word == "evaluation-final"
    correction = Correction(10, "再更正")
    refusal = await stage.refused("办公室office", correct_sheet, sheets["水利局"], correction, AFTER)
    assert refusal.word == "objection-answered"
    # What the register learns later changes the sheets no more.
    await stage.case_against(2)
    async with stage.database.reading() as session:
        assert seal_sheets(await sheet_lines(session, evaluation_id or 0)) == final.digest
        assert await broken_link(session) is None
    (entry,) = await stage.rows(AuditEntry, col(AuditEntry.act) == "evaluation_final")
    assert entry.facts["digest"] == final.digest


async def test_a_forged_sheet_shows(stage: Stage) -> None:
    sheets = await sent_out(stage)
    await stage.does("办公室office", finish_evaluation, (await the_end(stage)).id, AFTER)
    final = await the_end(stage)
    await stage.add(Adjustment(sheet_id=sheets["水利局"], tenths=300, reason="", at=AFTER, by=1))
    async with stage.database.reading() as session:
        assert seal_sheets(await sheet_lines(session, final.id or 0)) != final.digest


async def test_the_burden_is_counted(stage: Stage) -> None:
    for _ in range(3):
        await delivered(stage, "水利局", IN_TIME)
    await delivered(stage, "水利局", IN_TIME, Role.LEADER, template="order", kind="order")
    await delivered(stage, "水利局", IN_TIME, template="report-form", priority=Priority.ANSWER)
    await delivered(stage, "水利局", IN_TIME, template="tasks", priority=Priority.ANSWER)
    await delivered(stage, "水利局", datetime(2022, 1, 1, 9, tzinfo=ZONE))
    await delivered(stage, "办公室", IN_TIME, Role.OFFICE)
    async with stage.database.reading() as session:
        found = await burdens(session, RULES, 2021)
    assert found == [Burden("发改委", 0, 0, 1, 0), Burden("水利局", 4, 1, 2, 0)]
