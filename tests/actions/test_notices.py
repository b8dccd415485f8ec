"""The life of a notice (通报) on both stores: compiled, signed off by a second person, frozen, sent, signed for."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import update
from sqlmodel import SQLModel, col, select

from actions.acts import Act
from actions.notice_compile import compile_notice, recompile
from actions.notice_edit import choose_readers, drop_notice, supplement
from actions.notice_file import open_notice
from actions.notice_issue import sign_off
from actions.notice_reading import read_notice
from actions.notice_submit import send_back, submit
from actions.notice_void import void
from actions.report import file_report
from actions.sign import sign
from outbox.message import DeliveryState, DoubtRule, Message, Priority
from plans.roles import Role
from register.notice_check import Fault
from register.record import broken_link
from register.states import NoticeState
from register.tables import AuditEntry, Holding, Notice, NoticeCopy, Person, Receipt, Round, Seat, Transition
from register.tables.notices import NoticeKind
from register.views.notices import latest_notices, notice_card
from schedules.notices import still_unsigned
from tests.actions.amended import apply, changed
from tests.actions.papers import (
    A_DAY,
    AN_HOUR,
    CONTACT,
    DRAFTED,
    GROUP,
    OFFICE,
    OTHER,
    PAPERWORK,
    SECOND,
    deliver,
    drafted,
    facts,
    faults,
    issued,
    reminded_on,
    signs_off,
    submitted,
    unit_called,
    unit_signs,
)
from tests.actions.stage import SOME_ANSWERS, Stage

FIRST_REMINDER = date(2021, 7, 9)


async def now(stage: Stage) -> Notice:
    return (await stage.rows(Notice))[-1]


async def test_the_whole_life_of_a_notice(stage: Stage) -> None:
    draft = await drafted(stage)
    assert (draft.number, draft.text) == (None, None)
    assert "草稿（核签后编号）" in (await PAPERWORK.paper(draft, "")).text
    waiting = await stage.does(OFFICE, submit, draft.id, draft.version, DRAFTED)
    (asked,) = await stage.told("notice-to-sign-off")
    assert [[one["label"] for one in row] for row in asked.keyboard][1] == ["notice-sign-off", "notice-return"]
    out = await signs_off(stage, waiting)
    assert (out.state, out.number, out.serial) == (NoticeState.ISSUED, "督通〔2021〕1号", 1)
    assert "督通〔2021〕1号" in (out.text or "")
    assert "2021年7月6日" in (out.text or "")

    papers = await stage.told("notice-issued")
    assert {one.facts["text"] for one in papers} == {out.text}
    assert {(one.kind, one.priority, one.doubt) for one in papers} == {
        ("notice", Priority.NOTICE, DoubtRule.RESEND_MARKED)
    }
    assert {one.keyboard[0][0]["label"] for one in papers} == {"sign"}
    await deliver(stage)
    await unit_signs(stage)
    (receipt,) = await stage.rows(Receipt)
    assert receipt.message_key.startswith(f"issued/{out.id}/")
    async with stage.database.reading() as session:
        (line,) = await latest_notices(session)
        card = await notice_card(session, await now(stage))
        assert await broken_link(session) is None
    assert (line.signed, line.copies) == (1, 2)
    assert [(one.unit, one.signed_by) for one in card.readers] == [("发改委", ""), ("水利局", CONTACT)]
    assert await faults(stage) == []
    acts = [one.act for one in await stage.rows(AuditEntry) if one.act.startswith("notice")]
    assert acts == ["notice_compiled", "notice_submitted", "notice_issued"]
    moves = await stage.rows(Transition, col(Transition.subject) == f"notice:{out.id}")
    assert [(one.before, one.after) for one in moves] == [("draft", "submitted"), ("submitted", "issued")]


async def test_nobody_signs_off_what_he_or_she_had_a_hand_in(stage: Stage) -> None:
    await stage.sit("办公室", Role.OFFICE, SECOND, 5001)
    draft = await drafted(stage)
    changed = await stage.does(SECOND, supplement, draft.id, "请抓紧。", DRAFTED)
    waiting = await stage.does(OFFICE, submit, draft.id, changed.version, DRAFTED)
    for author in (OFFICE, SECOND):
        refusal = await stage.refused(author, sign_off, waiting.id, waiting.version, DRAFTED, PAPERWORK)
        assert (refusal.word, refusal.facts["who"]) == ("notice-own-hand", OFFICE)
    assert (await now(stage)).state is NoticeState.SUBMITTED
    assert (await signs_off(stage, waiting)).number == "督通〔2021〕1号"


async def test_another_of_the_office_is_asked_and_the_leading_group_only_where_there_is_none(stage: Stage) -> None:
    await stage.sit("办公室", Role.OFFICE, SECOND, 5001)
    waiting = await submitted(stage)
    assert [one.address for one in await stage.told("notice-to-sign-off")] == ["5001"]
    assert (await signs_off(stage, waiting, by=SECOND)).state is NoticeState.ISSUED
    (told,) = await stage.told("notice-signed-off")
    assert told.address != "5001"


async def test_a_second_person_whom_no_message_reaches_is_not_waited_for(stage: Stage) -> None:
    await stage.sit("办公室", Role.OFFICE, SECOND, 5001)
    await lost(stage, SECOND)
    waiting = await submitted(stage)
    (asked,) = await stage.told("notice-to-sign-off")
    (seat,) = await stage.rows(Seat, col(Seat.role) == Role.LEADING_GROUP)
    assert asked.owner == f"seat:{seat.id}"
    taken_back = await stage.does(OFFICE, send_back, waiting.id, "再改", DRAFTED)
    await lost(stage, GROUP)
    assert (await stage.refused(OFFICE, submit, waiting.id, taken_back.version, DRAFTED)).word == "nobody-signs-off"


async def lost(stage: Stage, name: str) -> None:
    """The chat of this person takes nothing any more."""
    theirs = select(Person.id).where(col(Person.name) == name).scalar_subquery()
    async with stage.database.writing() as session:
        connection = await session.connection()
        chair = update(Holding).where(col(Holding.person_id) == theirs)
        await connection.execute(chair.values(unreachable_since=DRAFTED))


async def test_with_nobody_to_sign_off_nothing_is_submitted(stage: Stage) -> None:
    await stage.empty(GROUP)
    draft = await drafted(stage)
    assert (await stage.refused(OFFICE, submit, draft.id, draft.version, DRAFTED)).word == "nobody-signs-off"
    assert (await now(stage)).state is NoticeState.DRAFT


async def test_a_stranger_and_every_other_role_are_refused(stage: Stage) -> None:
    (of_round,) = await stage.rows(Round)
    content = await facts(stage)
    for name in ("路人", CONTACT, "水利局leader", "督查局bureau", GROUP):
        refusal = await stage.refused(name, compile_notice, of_round.id, NoticeKind.NOTICE, content, DRAFTED)
        assert refusal.word == ("stranger" if name == "路人" else "not-your-role")
    waiting = await submitted(stage)
    for name in ("路人", CONTACT, "督查局bureau"):
        await stage.refused(name, sign_off, waiting.id, waiting.version, DRAFTED, PAPERWORK)
    out = await signs_off(stage, waiting)
    for name in ("路人", CONTACT, "督查局bureau", GROUP):
        await stage.refused(name, void, out.id, "有误", DRAFTED)
    assert [one.state for one in await stage.rows(Notice)] == [NoticeState.ISSUED]


async def test_a_unit_that_did_not_get_it_does_not_read_it(stage: Stage) -> None:
    draft = await drafted(stage)
    unit = await unit_called(stage, "发改委")
    chosen = await stage.does(OFFICE, choose_readers, draft.id, [unit.id], DRAFTED)
    waiting = await stage.does(OFFICE, submit, draft.id, chosen.version, DRAFTED)
    out = await signs_off(stage, waiting)
    assert "\n发改委：\n" in (out.text or "")
    assert len(await stage.told("notice-issued")) == 1
    refusal = await stage.refused(CONTACT, read_notice, out.id, unit.id, 1, DRAFTED)
    assert refusal.word == "not-your-unit"


async def test_readers_must_be_units_and_a_brief_has_its_own(stage: Stage) -> None:
    draft = await drafted(stage)
    assert (await stage.refused(OFFICE, choose_readers, draft.id, [], DRAFTED)).word == "circular-no-units"
    brief = await drafted(stage, NoticeKind.BRIEF)
    unit = await unit_called(stage, "发改委")
    assert (await stage.refused(OFFICE, choose_readers, brief.id, [unit.id], DRAFTED)).word == "circular-no-units"


async def test_every_step_out_of_order_is_refused_with_a_sentence(stage: Stage) -> None:
    draft = await drafted(stage)
    content = await facts(stage)

    def while_written(version: int) -> list[tuple[Any, ...]]:
        return [
            (submit, version, DRAFTED),
            (supplement, "又及", DRAFTED),
            (recompile, version, content, DRAFTED),
            (drop_notice, version, DRAFTED),
        ]

    async def stands(in_state: str, *steps: tuple[Any, ...], by: str = OFFICE) -> None:
        for use_case, *more in steps:
            refusal = await stage.refused(by, use_case, draft.id, *more)
            assert (refusal.word, refusal.facts["state"]) == ("notice-gone-on", in_state)

    await stands("draft", (send_back, "不妥", DRAFTED), (void, "不妥", DRAFTED))
    await stands("draft", (sign_off, draft.version, DRAFTED, PAPERWORK), by=GROUP)
    waiting = await stage.does(OFFICE, submit, draft.id, draft.version, DRAFTED)
    await stands("submitted", *while_written(waiting.version), (void, "不妥", DRAFTED))
    out = await signs_off(stage, waiting)
    await stands("issued", *while_written(out.version), (send_back, "不妥", DRAFTED))
    await stage.does(OFFICE, void, out.id, "数字有误", DRAFTED)
    await stands("voided", *while_written(out.version), (void, "再作废", DRAFTED))
    assert (await stage.refused(OFFICE, submit, 99, 0, DRAFTED)).word == "notice-unknown"


async def test_an_old_button_signs_off_nothing_that_was_changed_since(stage: Stage) -> None:
    waiting = await submitted(stage)
    seen = waiting.version
    await stage.does(GROUP, send_back, waiting.id, "请补充要求", DRAFTED)
    (told,) = await stage.told("notice-sent-back")
    assert told.facts["reason"] == "请补充要求"
    changed = await stage.does(OFFICE, supplement, waiting.id, "请各单位月底前整改到位。", DRAFTED)
    again = await stage.does(OFFICE, submit, waiting.id, changed.version, DRAFTED)
    assert (await stage.refused(GROUP, sign_off, waiting.id, seen, DRAFTED, PAPERWORK)).word == "button-old"
    assert "月底前整改到位" in ((await signs_off(stage, again)).text or "")


async def test_nobody_writes_the_same_paper_twice(stage: Stage) -> None:
    first = await drafted(stage)
    await stage.sit("办公室", Role.OFFICE, SECOND, 5001)
    assert (await drafted(stage, by=SECOND)).id == first.id
    await stage.does(OFFICE, drop_notice, first.id, first.version, DRAFTED)
    second = await drafted(stage, by=SECOND)
    assert second.id != first.id
    assert [one.serial for one in await stage.rows(Notice)] == [None, None]


async def test_what_was_frozen_does_not_change_with_the_register(stage: Stage) -> None:
    out = await issued(stage)
    frozen = (out.text, out.file, out.public_text, out.public_file, out.digest)
    await stage.does(CONTACT, file_report, (await stage.request(2)).id, SOME_ANSWERS, None, DRAFTED)
    assert (await facts(stage)) != (await now(stage)).facts
    after = await now(stage)
    assert (after.text, after.file, after.public_text, after.public_file, after.digest) == frozen
    (entry,) = await stage.rows(AuditEntry, col(AuditEntry.act) == "notice_issued")
    assert entry.facts["digest"] == after.digest
    assert await faults(stage) == []


async def tamper(stage: Stage, **values: object) -> None:
    async with stage.database.writing() as session:
        connection = await session.connection()
        await connection.execute(update(SQLModel.metadata.tables["notice"]).values(**values))


async def test_a_changed_paper_is_found(stage: Stage) -> None:
    out = await issued(stage)
    await tamper(stage, text=(out.text or "").replace("通报", "通告"))
    assert await faults(stage) == [Fault.CHANGED]
    async with stage.database.reading() as session:
        assert not (await notice_card(session, await now(stage))).intact
    await tamper(stage, text=out.text, public_file=b"")
    assert await faults(stage) == [Fault.CHANGED]
    await tamper(stage, public_file=out.public_file)
    assert await faults(stage) == []
    await tamper(stage, digest="0" * 64)
    assert await faults(stage) == [Fault.CHANGED, Fault.REWRITTEN]


async def test_who_has_not_signed_is_reminded_weekly_in_the_digest_and_who_has_is_not(stage: Stage) -> None:
    await issued(stage)
    await deliver(stage)
    assert await reminded_on(stage, FIRST_REMINDER - A_DAY) == {}
    await unit_signs(stage, "发改委")
    assert await reminded_on(stage, FIRST_REMINDER) == {"水利局": ["督通〔2021〕1号"]}
    assert await reminded_on(stage, FIRST_REMINDER) == {}
    assert await reminded_on(stage, date(2021, 7, 12)) == {"水利局": ["督通〔2021〕1号"]}
    await unit_signs(stage, "水利局")
    assert await reminded_on(stage, date(2021, 7, 19)) == {}
    assert {one.remind_on for one in await stage.rows(NoticeCopy)} == {None}


async def test_a_reminder_under_way_is_not_sent_to_a_unit_that_signs_meanwhile(stage: Stage) -> None:
    await issued(stage)
    await deliver(stage)
    copies = {one.id or 0 for one in await stage.rows(NoticeCopy)}
    await unit_signs(stage)
    async with stage.database.reading() as session:
        assert len(await still_unsigned(session, copies)) == 1


async def test_voided_it_keeps_its_number_and_those_who_have_it_are_told(stage: Stage) -> None:
    out = await issued(stage)
    water = [
        f"seat:{one.id}" for one in await stage.rows(Seat, col(Seat.unit_id) == (await unit_called(stage, "水利局")).id)
    ]
    async with stage.database.writing() as session:
        to_water = SQLModel.metadata.tables["outbox_message"]
        connection = await session.connection()
        left = update(to_water).where(to_water.c.owner.in_(water), to_water.c.template == "notice-issued")
        await connection.execute(left.values(state=DeliveryState.SENT))
    await stage.does(OFFICE, void, out.id, "数字有误", DRAFTED + AN_HOUR)
    (told,) = await stage.told("notice-voided")
    assert told.owner in water
    assert "数字有误" in await stage.words_of("notice-voided")
    (kept,) = await stage.told("notice-issued")
    assert kept.owner in water
    after = await now(stage)
    assert (after.state, after.number, after.ended_because) == (NoticeState.VOIDED, "督通〔2021〕1号", "数字有误")
    assert await reminded_on(stage, FIRST_REMINDER) == {}
    assert await faults(stage) == []
    assert (await issued(stage)).number == "督通〔2021〕2号"


async def test_a_voided_notice_is_not_signed_for(stage: Stage) -> None:
    out = await issued(stage)
    await deliver(stage)
    await unit_signs(stage, "发改委")
    await stage.does(OFFICE, void, out.id, "数字有误", DRAFTED)
    (seat,) = await stage.rows(
        Seat, col(Seat.unit_id) == (await unit_called(stage, "水利局")).id, col(Seat.role) == Role.CONTACT
    )
    (paper,) = [one for one in await stage.told("notice-issued") if one.owner == f"seat:{seat.id}"]
    refusal = await stage.refused(CONTACT, sign, paper.key, DRAFTED + AN_HOUR)
    assert (refusal.word, refusal.facts["state"]) == ("notice-gone-on", "voided")
    assert len(await stage.rows(Receipt)) == 1


async def test_a_unit_that_nobody_could_reach_gets_it_when_it_asks(stage: Stage) -> None:
    await stage.empty(CONTACT)
    await stage.empty("水利局leader")
    out = await issued(stage)
    async with stage.database.reading() as session:
        card = await notice_card(session, await now(stage))
    assert [(one.unit, one.reached) for one in card.readers] == [("发改委", True), ("水利局", False)]
    await stage.sit("水利局", Role.CONTACT, "新联络", 5002)
    unit = await unit_called(stage, "水利局")
    (seat,) = await stage.rows(Seat, col(Seat.unit_id) == unit.id, col(Seat.role) == Role.CONTACT)
    first = await stage.does("新联络", read_notice, out.id, unit.id, seat.id, DRAFTED + AN_HOUR)
    again = await stage.does("新联络", read_notice, out.id, unit.id, seat.id, DRAFTED + AN_HOUR)
    (sent,) = await stage.rows(
        Message, col(Message.owner) == f"seat:{seat.id}", col(Message.template) == "notice-issued"
    )
    assert (first.message_key, again.message_key) == (None, sent.key)


async def test_a_brief_goes_the_same_road_to_the_leading_group(stage: Stage) -> None:
    await stage.sit("办公室", Role.OFFICE, SECOND, 5001)
    waiting = await submitted(stage, NoticeKind.BRIEF)
    out = await signs_off(stage, waiting, by=SECOND)
    assert (out.number, out.public_text) == ("督报〔2021〕1号", None)
    (paper,) = await stage.told("notice-issued")
    (seat,) = await stage.rows(Seat, col(Seat.role) == Role.LEADING_GROUP)
    assert (paper.kind, paper.owner) == ("brief", f"seat:{seat.id}")
    assert {one.remind_on for one in await stage.rows(NoticeCopy)} == {None}
    assert (await issued(stage)).number == "督通〔2021〕1号"


async def sat_in_by(stage: Stage, unit: str) -> None:
    """A changed plan gives the leading group's seat to this unit, or back."""

    def edit(plan: dict[str, Any]) -> None:
        plan["plan"]["leading_group"] = unit

    await apply(stage, changed(edit), DRAFTED)


async def test_a_brief_follows_the_leading_group_and_no_contact_gets_it(stage: Stage) -> None:
    await sat_in_by(stage, "水利局")
    waiting = await submitted(stage, NoticeKind.BRIEF)
    await sat_in_by(stage, "领导小组")
    out = await signs_off(stage, waiting)
    group = await unit_called(stage, "领导小组")
    assert out.units == [group.id]
    (seat,) = await stage.rows(Seat, col(Seat.role) == Role.LEADING_GROUP, col(Seat.unit_id) == group.id)
    assert [one.owner for one in await stage.told("notice-issued")] == [f"seat:{seat.id}"]


async def test_a_brief_that_reaches_nobody_of_the_leading_group_goes_to_the_office_alone(stage: Stage) -> None:
    await stage.sit("办公室", Role.OFFICE, SECOND, 5001)
    await sat_in_by(stage, "水利局")
    await stage.empty(GROUP)
    out = await signs_off(stage, await submitted(stage, NoticeKind.BRIEF), by=SECOND)
    seats = {f"seat:{one.id}" for one in await stage.rows(Seat, col(Seat.role) == Role.OFFICE)}
    papers = await stage.told("notice-issued")
    assert {one.owner for one in papers} == seats
    assert {one.facts["instead_of"]["role"] for one in papers} == {Role.LEADING_GROUP}
    assert [one.reached for one in await stage.rows(NoticeCopy)] == [False]
    unit = await unit_called(stage, "水利局")
    for act in (Act.READ_NOTICE, Act.READ_NOTICE_FILE):
        assert (await stage.refused(CONTACT, _opened, out.id, act)).word == "not-your-unit"
    assert (await stage.refused(CONTACT, read_notice, out.id, unit.id, 1, DRAFTED)).word == "not-your-unit"


async def test_figures_are_those_of_the_moment_until_it_is_submitted(stage: Stage) -> None:
    draft = await drafted(stage)
    words = await stage.does(OFFICE, supplement, draft.id, "另行通知。", DRAFTED)
    newer = await facts(stage, DRAFTED + A_DAY)
    fresh = await stage.does(OFFICE, recompile, draft.id, words.version, newer, DRAFTED + A_DAY)
    assert (fresh.facts["public"]["day"], fresh.supplement) == ("2021-07-07", "另行通知。")
    none = await stage.does(OFFICE, supplement, draft.id, " ", DRAFTED)
    assert none.supplement == ""


async def test_the_list_is_for_office_and_leading_group(stage: Stage) -> None:
    draft = await drafted(stage)
    for name in (OFFICE, GROUP):
        assert await stage.does(name, _opened, draft.id)
    assert (await stage.refused(OTHER, _opened, draft.id)).word == "not-your-role"


async def _opened(session: object, _rules: object, actor: object, notice_id: int, act: Act = Act.NOTICE_OPEN) -> Notice:
    return await open_notice(session, actor, act, notice_id, None, *NoticeState)  # type: ignore[arg-type]  # as the stage hands them over
