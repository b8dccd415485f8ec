"""The office judges reports; nobody judges the own unit while another could."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.report import file_report
from actions.review import judge_report
from plans.roles import Role
from register.states import RequestState, Verdict
from register.tables import Report
from tests.actions.stage import AFTER_CLOSE, IN_TIME, SOME_ANSWERS, ZONE, Stage

OFFICE = "办公室office"


async def filed(stage: Stage, number: int) -> int:
    unit = "发改委contact" if number == 1 else "水利局contact"
    report = await stage.does(unit, file_report, (await stage.request(number)).id, SOME_ANSWERS, None, IN_TIME)
    return report.report_id


async def test_a_returned_report_needs_a_reason_and_is_asked_again(stage: Stage) -> None:
    report_id = await filed(stage, 2)
    assert (await stage.refused(OFFICE, judge_report, report_id, False, "  ", IN_TIME)).word == "reason-needed"
    judged = await stage.does(OFFICE, judge_report, report_id, False, "请补充数据", IN_TIME)
    assert judged.again_by is not None
    assert judged.again_by.isoformat() == "2021-07-01"
    assert (await stage.request(2)).state is RequestState.RETURNED
    (verdict,) = await stage.told("verdict")
    assert verdict.keyboard[0][0]["label"] == "report-again"
    assert "请补充数据" in await stage.words_of("verdict")


async def test_acceptances_of_one_sitting_are_told_together(stage: Stage) -> None:
    for number in (2, 3):
        report_id = await filed(stage, number)
        await stage.does(OFFICE, judge_report, report_id, True, None, IN_TIME)
    (message,) = await stage.told("reports-accepted")
    assert [item["task"] for item in message.facts["items"]] == [2, 3]
    assert message.not_before == IN_TIME + timedelta(minutes=10)
    assert "&lt;绿化&gt;" in await stage.words_of("reports-accepted")


async def test_a_verdict_in_the_evening_waits_for_the_morning(stage: Stage) -> None:
    evening = datetime(2021, 6, 25, 21, tzinfo=ZONE)
    await stage.does(OFFICE, judge_report, await filed(stage, 2), False, "请补充", evening)
    (verdict,) = await stage.told("verdict")
    assert verdict.not_before == datetime(2021, 6, 28, 8, 30, tzinfo=ZONE)


async def test_the_second_verdict_says_who_judged_when(stage: Stage) -> None:
    report_id = await filed(stage, 2)
    await stage.does(OFFICE, judge_report, report_id, True, None, IN_TIME)
    refusal = await stage.refused(OFFICE, judge_report, report_id, False, "改判", IN_TIME)
    assert (refusal.word, refusal.facts["who"]) == ("already-judged", OFFICE)
    assert (await stage.request(2)).state is RequestState.ACCEPTED


async def test_a_replaced_version_is_not_judged(stage: Stage) -> None:
    first = await filed(stage, 2)
    await filed(stage, 2)
    assert (await stage.refused(OFFICE, judge_report, first, True, None, IN_TIME)).word == "superseded"


async def test_alone_in_the_office_one_reviews_the_own_unit_and_it_is_marked(stage: Stage) -> None:
    judged = await stage.does(OFFICE, judge_report, await filed(stage, 1), True, None, IN_TIME)
    assert judged.self_reviewed
    assert (await stage.rows(Report))[0].self_reviewed
    assert "自审" in await stage.words_of("reports-accepted")


async def test_the_own_unit_is_left_to_a_colleague_from_another(stage: Stage) -> None:
    report_id = await filed(stage, 1)
    await stage.sit("办公室", Role.OFFICE, "借调同志", 77)
    await stage.sit("管委会", Role.CONTACT, "借调同志", 77)
    assert (await stage.refused(OFFICE, judge_report, report_id, True, None, IN_TIME)).word == "own-unit"
    judged = await stage.does("借调同志", judge_report, report_id, True, None, IN_TIME)
    assert not judged.self_reviewed


async def test_who_also_speaks_for_the_unit_leaves_it_to_the_others(stage: Stage) -> None:
    report_id = await filed(stage, 2)
    for unit, role in (("办公室", Role.OFFICE), ("水利局", Role.CONTACT)):
        await stage.sit(unit, role, "两头兼任", 78)
    assert (await stage.refused("两头兼任", judge_report, report_id, True, None, IN_TIME)).word == "own-unit"
    judged = await stage.does(OFFICE, judge_report, report_id, True, None, IN_TIME)
    assert not judged.self_reviewed


async def test_others_may_not_judge(stage: Stage) -> None:
    report_id = await filed(stage, 2)
    for name in ("水利局contact", "督查局bureau", "领导小组leading-group", "路人"):
        await stage.refused(name, judge_report, report_id, True, None, IN_TIME)
    assert (await stage.rows(Report))[0].verdict is Verdict.WAITING


async def test_filed_again_within_the_days_granted_is_in_time(stage: Stage) -> None:
    report_id = await filed(stage, 2)
    await stage.does(OFFICE, judge_report, report_id, False, "请补充数据", IN_TIME)  # until 1 July
    again = await stage.does("水利局contact", file_report, (await stage.request(2)).id, SOME_ANSWERS, None, AFTER_CLOSE)
    assert again.in_time


async def test_filed_again_after_the_days_granted_is_late(stage: Stage) -> None:
    report_id = await filed(stage, 2)
    await stage.does(OFFICE, judge_report, report_id, False, "请补充数据", IN_TIME)
    later = AFTER_CLOSE + timedelta(days=1)
    again = await stage.does("水利局contact", file_report, (await stage.request(2)).id, SOME_ANSWERS, None, later)
    assert not again.in_time


async def test_what_came_late_stays_late_when_it_is_returned(stage: Stage) -> None:
    request = await stage.request(2)
    late = await stage.does("水利局contact", file_report, request.id, SOME_ANSWERS, None, AFTER_CLOSE)
    await stage.does(OFFICE, judge_report, late.report_id, False, "请补充数据", AFTER_CLOSE)
    again = await stage.does("水利局contact", file_report, request.id, SOME_ANSWERS, None, AFTER_CLOSE)
    assert not again.in_time
