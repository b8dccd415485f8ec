"""A case from the bureau's decision to its close: notice, record, rectification, check; and its withdrawal."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from actions.arrange import Appointment, Arranged, arrange, put_to_group
from actions.check_rectification import pass_rectification, return_rectification
from actions.decide import Decision, decide
from actions.follow_up_case import follow_up
from actions.pack import evidence_pack
from actions.record_talk import Result, record_talk
from actions.rectify import report_rectification
from actions.refusal import Refusal
from actions.sign import sign
from actions.withdraw_case import withdraw_case
from outbox.message import DeliveryState, Message
from register.decisions import decisions
from register.notice_check import Fault
from register.snapshot import cases_by_unit, take_snapshot
from register.states import CaseState, ClimbState
from register.tables import AuditEntry, Case, CaseEvent, CaseStep, Climb, Evidence, Unit
from register.views.files import files_of_case, files_of_step
from tests.actions.papers import faults
from tests.actions.stage import RULES, ZONE, Stage, templates

NOW = datetime(2021, 7, 15, 10, tzinfo=ZONE)
TALK = datetime(2021, 7, 20, 15, tzinfo=ZONE)
AFTER = datetime(2021, 7, 20, 17, tzinfo=ZONE)
DUE = date(2021, 8, 10)
LATER = datetime(2021, 8, 9, 10, tzinfo=ZONE)
BUREAU, CONTACT, LEADER, OFFICE = "督查局bureau", "发改委contact", "发改委leader", "办公室office"
OTHERS = (CONTACT, LEADER, OFFICE, "领导小组leading-group", "路人")
APPOINTED = Appointment(TALK, "督查局会议室", "分管领导和联络员")
RESULT = Result("已说明情况，承诺整改", "限期完成第1项", DUE)


async def the_case(stage: Stage) -> Case:
    return (await stage.rows(Case))[0]


async def accepted(stage: Stage) -> int:
    case_id = await stage.case_against(1)
    await stage.does(BUREAU, decide, case_id, 1, Decision.ACCEPT, None, None, NOW)
    return case_id


async def notified(stage: Stage) -> int:
    case_id = await accepted(stage)
    await stage.does(BUREAU, arrange, case_id, 2, APPOINTED, NOW)
    return case_id


async def rectifying(stage: Stage) -> int:
    case_id = await notified(stage)
    await stage.does(BUREAU, record_talk, case_id, 3, RESULT, AFTER)
    return case_id


async def checking(stage: Stage) -> int:
    case_id = await rectifying(stage)
    await stage.does(CONTACT, report_rectification, case_id, "已完成", None, LATER)
    return case_id


async def leading(stage: Stage) -> int:
    """The same case, where the unit is led by the city's leaders."""
    async with stage.database.writing() as session:
        unit = await session.get_one(Unit, (await stage.request(1)).unit_id)
        unit.leading_body = True
        session.add(unit)
    return await accepted(stage)


async def test_the_unit_hears_of_the_decision_in_both_seats(stage: Stage) -> None:
    await accepted(stage)
    told = await stage.told("case-told")
    assert len(told) == len({message.address for message in told}) == 2
    assert {message.group for message in told} == {"发改委"}


async def test_a_refusal_to_talk_reaches_the_unit_with_its_reason(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    await stage.does(BUREAU, decide, case_id, 1, Decision.DECLINE, "已有进展", None, NOW)
    assert all("已有进展" in words for words in await words_of(stage, "case-told"))


async def test_a_hold_is_between_bureau_and_office(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    await stage.does(BUREAU, decide, case_id, 1, Decision.HOLD, None, date(2021, 7, 29), NOW)
    assert await stage.told("case-told") == []


async def words_of(stage: Stage, template: str) -> list[str]:
    return [templates().render(template, message.facts) for message in await stage.told(template)]


async def test_the_notice_names_time_place_and_people_and_is_signed_for(stage: Stage) -> None:
    case_id = await notified(stage)
    case = await the_case(stage)
    assert (case.state, case.talk_at, case.talk_place) == (CaseState.NOTIFIED, TALK, "督查局会议室")
    notices = await stage.told("talk-notice")
    assert {notice.kind for notice in notices} == {"notice"}
    for words in await words_of(stage, "talk-notice"):
        for said in ("2021年7月20日", "星期二", "15:00", "督查局会议室", "分管领导和联络员", "第1项 修编总体规划"):
            assert said in words
    await stage.does(LEADER, sign, notices[1].key, NOW + timedelta(hours=1))
    async with stage.database.reading() as session:
        pack = await evidence_pack(session, RULES, case_id, NOW)
    assert pack is not None
    assert [line.event for line in pack.history] == [CaseEvent.ACCEPTED, CaseEvent.ARRANGED]
    assert pack.history[1].signed_at == NOW + timedelta(hours=1)
    assert (pack.history[1].who, pack.history[1].facts["place"]) == (BUREAU, "督查局会议室")


async def test_a_notice_is_signed_only_by_its_own_seat(stage: Stage) -> None:
    await notified(stage)
    (first, second) = await stage.told("talk-notice")
    assert first.key != second.key
    assert (await stage.refused("水利局contact", sign, first.key, NOW)).word == "not-your-message"


async def test_a_wrong_time_is_refused(stage: Stage) -> None:
    case_id = await accepted(stage)
    for when, word in (
        (NOW - timedelta(days=1), "talk-too-soon"),
        (NOW, "talk-too-soon"),
        (datetime(2021, 7, 18, 10, tzinfo=ZONE), "talk-day-off"),
        (datetime(2021, 7, 20, 19, tzinfo=ZONE), "talk-hour"),
        (datetime(2021, 7, 20, 8, 29, tzinfo=ZONE), "talk-hour"),
        (datetime(2031, 7, 18, 10, tzinfo=ZONE), "day-too-far"),
    ):
        wrong = Appointment(when, "会议室", "主要负责人")
        assert (await stage.refused(BUREAU, arrange, case_id, 2, wrong, NOW)).word == word
    assert (await the_case(stage)).state is CaseState.ACCEPTED
    assert await stage.told("talk-notice") == []


async def test_a_make_up_day_is_a_day_for_a_talk(stage: Stage) -> None:
    case_id = await accepted(stage)
    sunday = Appointment(datetime(2021, 9, 26, 9, 30, tzinfo=ZONE), "会议室", "主要负责人")
    assert (await stage.does(BUREAU, arrange, case_id, 2, sunday, NOW)).reached


async def test_the_night_leaves_no_time_for_the_next_morning(stage: Stage) -> None:
    """Set at 21:00, the notice arrives at 08:30: a talk at that minute would come as a surprise."""
    case_id = await accepted(stage)
    night = NOW.replace(hour=21)
    at_once = Appointment(datetime(2021, 7, 16, 8, 30, tzinfo=ZONE), "会议室", "主要负责人")
    assert (await stage.refused(BUREAU, arrange, case_id, 2, at_once, night)).word == "talk-too-soon"


async def test_a_talk_that_is_put_off_has_one_notice_in_force(stage: Stage) -> None:
    case_id = await notified(stage)
    moved = Appointment(TALK + timedelta(days=1), "市政府三楼", "主要负责人")
    assert (await stage.does(BUREAU, arrange, case_id, 3, moved, NOW)).changed
    words = await words_of(stage, "talk-notice")
    assert len(words) == 2  # those that had not left are taken back
    assert all("约谈通知（变更）" in one and "市政府三楼" in one for one in words)
    assert [step.event for step in await stage.rows(CaseStep)][-1] is CaseEvent.REARRANGED


async def test_a_notice_that_went_out_stays_beside_its_change(stage: Stage) -> None:
    case_id = await notified(stage)
    await sent(stage)
    moved = Appointment(TALK + timedelta(days=1), "市政府三楼", "主要负责人")
    await stage.does(BUREAU, arrange, case_id, 3, moved, NOW)
    assert len(await stage.told("talk-notice")) == 4


async def test_notices_of_talks_are_numbered_through_the_year(stage: Stage) -> None:
    """One that replaces another is a paper of its own; what is refused takes no number."""
    case_id = await notified(stage)
    await stage.refused(BUREAU, arrange, case_id, 2, APPOINTED, NOW)
    await stage.does(BUREAU, arrange, case_id, 3, APPOINTED, NOW)
    await stage.does(BUREAU, arrange, case_id, 4, APPOINTED, NOW)
    numbers = [(step.facts["year"], step.facts["serial"]) for step in (await stage.rows(CaseStep))[1:]]
    assert numbers == [(2021, 1), (2021, 2), (2021, 3)]
    assert ["督谈〔2021〕3号" in one for one in await words_of(stage, "talk-notice")] == [True, True]
    assert await faults(stage) == []
    async with stage.database.writing() as session:
        (lost,) = (await session.exec(select(CaseStep).where(CaseStep.event == CaseEvent.ARRANGED))).all()
        await session.delete(lost)
    assert await faults(stage) == [Fault.GAP]


async def sent(stage: Stage) -> None:
    """Everything that waited has left."""
    async with stage.database.writing() as session:
        for row in await stage.rows(Message):
            message = await session.get_one(Message, row.id)
            message.state, message.sent_at = DeliveryState.SENT, NOW
            session.add(message)


async def test_two_presses_arrange_one_talk(stage: Stage) -> None:
    case_id = await accepted(stage)
    both = [stage.does(BUREAU, arrange, case_id, 2, APPOINTED, NOW) for _ in range(2)]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert {type(result) for result in results} == {Arranged, Refusal}
    assert len(await stage.told("talk-notice")) == 2


async def test_where_nobody_of_the_unit_can_be_reached_the_office_is_asked(stage: Stage) -> None:
    case_id = await accepted(stage)
    await stage.empty(CONTACT)
    await stage.empty(LEADER)
    assert not (await stage.does(BUREAU, arrange, case_id, 2, APPOINTED, NOW)).reached
    (notice,) = await stage.told("talk-notice")
    assert notice.facts["instead_of"]["unit"] == "发改委"
    assert notice.keyboard == []


async def test_an_empty_leaders_seat_does_not_double_the_contacts_notice(stage: Stage) -> None:
    case_id = await accepted(stage)
    await stage.empty(LEADER)
    await stage.does(BUREAU, arrange, case_id, 2, APPOINTED, NOW)
    (notice,) = await stage.told("talk-notice")
    assert notice.facts["instead_of"] is None


async def test_a_leading_body_is_put_to_the_leading_group_and_not_talked_to(stage: Stage) -> None:
    case_id = await leading(stage)
    assert (await stage.refused(BUREAU, arrange, case_id, 2, APPOINTED, NOW)).word == "case-of-leading-body"
    put = await stage.does(BUREAU, put_to_group, case_id, 2, NOW)
    assert put.appointment is None
    assert "现提请领导小组研究" in await stage.words_of("case-put")
    words = [*await words_of(stage, "put-notice"), *await words_of(stage, "case-told")]
    assert len(words) == 4
    assert not any("约谈" in one for one in words)
    again = await stage.refused(BUREAU, put_to_group, case_id, 2, NOW)
    assert (again.word, again.facts["who"]) == ("case-gone-on", BUREAU)


async def test_a_leading_bodys_case_is_declined_in_words_of_its_own(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    async with stage.database.writing() as session:
        unit = await session.get_one(Unit, (await stage.request(1)).unit_id)
        unit.leading_body = True
        session.add(unit)
    labels = [offer.label for row in decisions(case_id, 1, "发改委", leading_body=True) for offer in row]
    assert [templates().words.say("buttons", one, {"unit": "发改委"}) for one in labels[2:]] == [
        "不予提请发改委事项",
        "暂缓提请发改委事项",
    ]
    await stage.does(BUREAU, decide, case_id, 1, Decision.DECLINE, "已按要求推进", None, NOW)
    told = await stage.words_of("decision")
    assert "提请研究的建议已有决定" in told
    assert "不予提请" in told
    assert "约谈" not in told


async def test_an_ordinary_unit_is_not_put_to_the_leading_group(stage: Stage) -> None:
    case_id = await accepted(stage)
    assert (await stage.refused(BUREAU, put_to_group, case_id, 2, NOW)).word == "case-to-be-talked"


async def test_the_record_waits_for_the_talk(stage: Stage) -> None:
    case_id = await notified(stage)
    assert (await stage.refused(BUREAU, record_talk, case_id, 3, RESULT, NOW)).word == "talk-not-yet"
    past = Result("已说明", "整改", AFTER.date())
    assert (await stage.refused(BUREAU, record_talk, case_id, 3, past, AFTER)).word == "rectify-day-past"
    empty = Result(" ", "整改", DUE)
    assert (await stage.refused(BUREAU, record_talk, case_id, 3, empty, AFTER)).word == "text-needed"
    undated = Result("已说明", "整改", None)
    assert (await stage.refused(BUREAU, record_talk, case_id, 3, undated, AFTER)).word == "day-needed"
    assert (await the_case(stage)).state is CaseState.NOTIFIED


async def test_the_record_gives_the_unit_a_rectification(stage: Stage) -> None:
    await rectifying(stage)
    case = await the_case(stage)
    assert (case.state, case.rectify, case.rectify_by) == (CaseState.RECTIFYING, "限期完成第1项", DUE)
    for words in await words_of(stage, "talk-result"):
        assert "限期完成第1项" in words
        assert "2021年8月10日" in words
    told = await stage.told("talk-result")
    assert len(told) == 2
    assert {button["label"] for one in told for row in one.keyboard for button in row} == {"case-rectify"}


async def test_a_talk_with_nothing_to_mend_closes_the_case(stage: Stage) -> None:
    case_id = await notified(stage)
    done = await stage.does(BUREAU, record_talk, case_id, 3, Result("情况属实，已办结", "", DUE), AFTER)
    assert done.closed
    case = await the_case(stage)
    assert (case.state, case.rectify_by, case.speaks_on) == (CaseState.CLOSED, None, None)
    assert "本案办结" in (await words_of(stage, "talk-result"))[0]


async def test_the_rectification_is_reported_with_files_and_checked(stage: Stage) -> None:
    case_id = await rectifying(stage)
    draft_id = await stage.draft(CONTACT, case_id, files=2)
    done = await stage.does(CONTACT, report_rectification, case_id, "已完成并验收", draft_id, LATER)
    assert (done.files, done.late) == (2, False)
    async with stage.database.reading() as session:
        assert len(await files_of_step(session, done.step_id)) == len(await files_of_case(session, case_id)) == 2
    card = await stage.words_of("rectification-card")
    assert "已完成并验收" in card
    assert "2件" in card
    await stage.does(BUREAU, pass_rectification, case_id, 5, LATER)
    assert (await the_case(stage)).state is CaseState.CLOSED
    assert all("案件办结" in words for words in await words_of(stage, "rectification-verdict"))
    again = await stage.refused(BUREAU, pass_rectification, case_id, 5, LATER)
    assert again.word == "case-gone-on"


async def test_a_returned_rectification_has_time_again(stage: Stage) -> None:
    case_id = await checking(stage)
    assert (await stage.refused(BUREAU, return_rectification, case_id, 5, " ", LATER)).word == "reason-needed"
    back = await stage.does(BUREAU, return_rectification, case_id, 5, "佐证不足", LATER)
    assert back.again_by == date(2021, 8, 12)  # three working days after the return
    assert all("佐证不足" in words for words in await words_of(stage, "rectification-verdict"))
    await stage.does(CONTACT, report_rectification, case_id, "已补充", None, LATER + timedelta(days=2))
    old_card = await stage.refused(BUREAU, pass_rectification, case_id, 5, LATER + timedelta(days=2))
    assert old_card.word == "button-old"
    await stage.does(BUREAU, pass_rectification, case_id, 7, LATER + timedelta(days=2))
    assert (await the_case(stage)).state is CaseState.CLOSED


async def test_a_rectification_after_its_day_is_late(stage: Stage) -> None:
    case_id = await rectifying(stage)
    done = await stage.does(CONTACT, report_rectification, case_id, "已完成", None, LATER + timedelta(days=2))
    assert done.late
    assert "报告时已逾期" in await stage.words_of("rectification-card")


async def test_only_the_unit_itself_reports_its_rectification(stage: Stage) -> None:
    case_id = await rectifying(stage)
    for name in ("水利局contact", BUREAU, OFFICE, "路人"):
        await stage.refused(name, report_rectification, case_id, "已完成", None, LATER)
    assert (await the_case(stage)).state is CaseState.RECTIFYING
    await stage.does(CONTACT, report_rectification, case_id, "已完成", None, LATER)
    assert (await stage.refused(LEADER, report_rectification, case_id, "也完成", None, LATER)).word == "case-gone-on"


async def test_others_than_the_bureau_may_not_lead_the_case(stage: Stage) -> None:
    case_id = await accepted(stage)
    for name in OTHERS:
        await stage.refused(name, arrange, case_id, 2, APPOINTED, NOW)
        await stage.refused(name, put_to_group, case_id, 2, NOW)
        await stage.refused(name, record_talk, case_id, 2, RESULT, AFTER)
        await stage.refused(name, pass_rectification, case_id, 2, LATER)
        await stage.refused(name, return_rectification, case_id, 2, "理由", LATER)
        await stage.refused(name, follow_up, case_id, "情况", LATER)
    assert (await the_case(stage)).version == 2


async def test_each_step_waits_for_the_one_before(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    for use_case, *args in (
        (arrange, 1, APPOINTED, NOW),
        (put_to_group, 1, NOW),
        (record_talk, 1, RESULT, AFTER),
        (pass_rectification, 1, LATER),
        (return_rectification, 1, "理由", LATER),
        (follow_up, "情况", LATER),
    ):
        refusal = await stage.refused(BUREAU, use_case, case_id, *args)
        assert (refusal.word, refusal.facts["state"]) == ("case-gone-on", "proposed")


async def test_a_closed_case_can_be_followed_up(stage: Stage) -> None:
    case_id = await checking(stage)
    assert (await stage.refused(BUREAU, follow_up, case_id, "回访", LATER)).word == "case-gone-on"
    await stage.does(BUREAU, pass_rectification, case_id, 5, LATER)
    assert (await stage.refused(BUREAU, follow_up, case_id, " ", LATER)).word == "text-needed"
    await stage.does(BUREAU, follow_up, case_id, "整改成效稳定", LATER + timedelta(days=30))
    last = (await stage.rows(CaseStep))[-1]
    assert (last.event, last.words) == (CaseEvent.FOLLOWED_UP, "整改成效稳定")


async def test_the_office_hears_of_every_step(stage: Stage) -> None:
    case_id = await checking(stage)
    await stage.does(BUREAU, pass_rectification, case_id, 5, LATER)
    words = await words_of(stage, "case-step")
    assert [next(part for part in PARTS if part in one) for one in words] == list(PARTS)
    assert len(await stage.told("decision")) == 1


PARTS = ("发出约谈通知", "约谈情况", "报告整改完成", "整改核查通过")


async def withdrawn_from(stage: Stage, arrive: Any, name: str) -> Case:
    case_id = await arrive(stage)
    case = await the_case(stage)
    assert (await stage.refused(name, withdraw_case, case_id, case.version, "", LATER)).word == "reason-needed"
    await stage.does(name, withdraw_case, case_id, case.version, "数据有误", LATER)
    return await the_case(stage)


async def test_a_wrong_case_is_withdrawn_and_stays_on_record(stage: Stage) -> None:
    case = await withdrawn_from(stage, notified, BUREAU)
    assert (case.state, case.sign_by, case.speaks_on) == (CaseState.WITHDRAWN, None, None)
    assert {climb.state for climb in await stage.rows(Climb)} == {ClimbState.WITHDRAWN}
    assert await stage.told("talk-notice") == []  # what had not left is not sent
    for words in await words_of(stage, "case-withdrawn"):
        assert "数据有误" in words
    assert len(await stage.told("case-withdrawn")) == 2
    assert [step.event for step in await stage.rows(CaseStep)] == ["accepted", "arranged", "withdrawn"]
    assert "case_withdrawn" in {entry.act for entry in await stage.rows(AuditEntry)}


async def test_the_office_may_withdraw_before_the_decision_and_the_bureau_is_told(stage: Stage) -> None:
    async def proposed(stage: Stage) -> int:
        return await stage.case_against(1)

    case = await withdrawn_from(stage, proposed, OFFICE)
    assert case.state is CaseState.WITHDRAWN
    (step,) = await stage.told("case-step")
    assert "撤回，理由：数据有误" in (await words_of(stage, "case-step"))[0]
    seat = next(place for place in await bureau_seats(stage))
    assert step.owner == seat
    late = await stage.refused(BUREAU, decide, case.id, 1, Decision.ACCEPT, None, None, LATER)
    assert late.word == "case-decided"


async def bureau_seats(stage: Stage) -> list[str]:
    async with stage.acting(BUREAU) as (_, actor):
        return [f"seat:{place.seat_id}" for place in actor.places]


async def test_a_rectification_under_check_can_be_withdrawn(stage: Stage) -> None:
    assert (await withdrawn_from(stage, checking, OFFICE)).state is CaseState.WITHDRAWN


async def test_what_has_ended_is_not_withdrawn(stage: Stage) -> None:
    case_id = await checking(stage)
    await stage.does(BUREAU, pass_rectification, case_id, 5, LATER)
    refusal = await stage.refused(BUREAU, withdraw_case, case_id, 6, "数据有误", LATER)
    assert (refusal.word, refusal.facts["state"]) == ("case-gone-on", "closed")


async def test_units_and_strangers_may_not_withdraw(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    for name in (CONTACT, LEADER, "领导小组leading-group", "路人"):
        await stage.refused(name, withdraw_case, case_id, 1, "数据有误", NOW)
    assert (await stage.refused(BUREAU, withdraw_case, 99, 1, "数据有误", NOW)).word == "case-unknown"
    assert (await stage.refused(BUREAU, withdraw_case, case_id, 9, "数据有误", NOW)).word == "button-old"


async def test_cases_are_counted_by_unit(stage: Stage) -> None:
    await withdrawn_from(stage, notified, BUREAU)
    async with stage.database.reading() as session:
        snapshot = await take_snapshot(session, RULES, LATER)
    (count,) = cases_by_unit(snapshot.cases)
    assert (count.unit, count.opened, count.accepted, count.closed, count.withdrawn) == ("发改委", 1, 1, 0, 1)
    assert snapshot.cases[0].ended_at == LATER


async def test_files_of_a_case_are_kept_apart(stage: Stage) -> None:
    case_id = await rectifying(stage)
    draft_id = await stage.draft(CONTACT, case_id, files=1)
    await stage.does(CONTACT, report_rectification, case_id, "已完成", draft_id, LATER)
    (file,) = await stage.rows(Evidence, col(Evidence.case_step_id).is_not(None))
    assert (file.draft_id, file.report_id, file.completion_id) == (None, None, None)
    used_up = await stage.refused(CONTACT, report_rectification, case_id, "再报", draft_id, LATER)
    assert used_up.word == "case-gone-on"
