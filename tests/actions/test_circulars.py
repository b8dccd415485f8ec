"""A circular on both stores: who may send and answer, what is kept, and what silence means."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col

from actions.acts import Act
from actions.circular import Paper, preview_circular, send_circular
from actions.circular_recall import recall
from actions.circular_reply import Answer, Replied, may_change, reply_to
from actions.outage import notice_outage
from outbox.message import DeliveryState, Message, messages
from register.record import broken_link
from register.states import CircularState, OutageState, RecipientState
from register.tables import AuditEntry, Circular, Draft, Outage, Recipient, Unit
from register.tables.circulars import CircularKind, Reply
from register.views.circulars import answers_to
from register.views.files import files_of_opinions
from schedules.circulars import still_asked, turn_circulars
from tests.actions.stage import IN_TIME, RULES, ZONE, Stage

OFFICE, CONTACT, LEADER = "办公室office", "水利局contact", "水利局leader"
LIMIT = datetime(2021, 6, 29, 16, 30, tzinfo=ZONE)
SUNDAY = datetime(2021, 7, 4, 16, 30, tzinfo=ZONE)
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


async def paper(
    stage: Stage, kind: CircularKind = CircularKind.OPINIONS, due: datetime = LIMIT, units: str = "发改委水利局"
) -> Paper:
    chosen = [unit.id or 0 for unit in await stage.rows(Unit) if unit.name in units]
    return Paper(kind, "实施方案（征求意见稿）", "请研究。", chosen, due)


async def sent(stage: Stage, kind: CircularKind = CircularKind.OPINIONS, due: datetime = LIMIT) -> int:
    """The circular, delivered; gives its id."""
    draft = await stage.draft(OFFICE, 1, files=1)
    await stage.does(OFFICE, send_circular, await paper(stage, kind, due), draft, IN_TIME)
    await deliver(stage)
    return (await stage.rows(Circular))[-1].id or 0


async def deliver(stage: Stage) -> None:
    async with stage.database.writing() as session:
        connection = await session.connection()
        await connection.execute(update(messages).values(state=DeliveryState.SENT))


async def row_of(stage: Stage, unit: str = "水利局") -> Recipient:
    (found,) = await stage.rows(Unit, col(Unit.name) == unit)
    return (await stage.rows(Recipient, col(Recipient.unit_id) == found.id))[-1]


async def answers(
    stage: Stage, name: str, reply: Reply, words: str = "", at: datetime = IN_TIME, version: int = 0
) -> Replied:
    row = await row_of(stage)
    return await stage.does(name, reply_to, Act.REPLY_CONFIRM, row.id, Answer(reply, version, words), at)


async def turn(stage: Stage, at: datetime) -> bool:
    return await turn_circulars(stage.database, RULES, at)


async def table_of(stage: Stage) -> dict[str, str]:
    (table,) = await stage.told("circular-table")
    return {line["unit"]: line["reply"] or line["state"] for line in table.facts["lines"]}


async def test_each_unit_gets_the_paper_once_with_the_answers_of_its_kind(stage: Stage) -> None:
    await sent(stage)
    to_first, to_second = await stage.told("circular")
    assert [button["label"] for button in to_first.keyboard[0]] == ["reply-no-opinion", "reply-opinion"]
    assert to_first.keyboard[1][0]["facts"] == {"count": 1}
    assert {to_first.kind, to_second.kind} == {"circular"}
    assert {row.state for row in await stage.rows(Recipient)} == {RecipientState.ASKED}
    assert await stage.rows(Draft) == []


async def test_nobody_but_the_office_sends_and_a_draft_sends_once(stage: Stage) -> None:
    draft = await stage.draft(OFFICE, 1)
    for name in (CONTACT, "督查局bureau", "领导小组leading-group", "路人"):
        await stage.refused(name, send_circular, await paper(stage), draft, IN_TIME)
    await stage.does(OFFICE, send_circular, await paper(stage), draft, IN_TIME)
    assert (await stage.refused(OFFICE, send_circular, await paper(stage), draft, IN_TIME)).word == "draft-gone"
    assert len(await stage.rows(Circular)) == 1


async def test_a_limit_that_nobody_can_keep_is_refused(stage: Stage) -> None:
    night = IN_TIME.replace(hour=21)
    for due, at, word in (
        (IN_TIME, IN_TIME, "limit-past"),
        (night + timedelta(hours=10), night, "limit-too-soon"),
    ):
        asked = await paper(stage, due=due)
        assert (await stage.refused(OFFICE, preview_circular, asked, at)).word == word
    nobody = await paper(stage, units="办公室督查局")
    assert (await stage.refused(OFFICE, preview_circular, nobody, IN_TIME)).word == "circular-no-units"


async def test_the_preview_says_who_cannot_be_reached_and_when_silence_is_reminded(stage: Stage) -> None:
    await stage.empty(CONTACT)
    seen = await stage.does(OFFICE, preview_circular, await paper(stage, due=SUNDAY), IN_TIME)
    assert (seen.units, seen.unreachable) == (("发改委", "水利局"), ("水利局",))
    assert str(seen.remind_on) == "2021-07-02"
    soon = await stage.does(OFFICE, preview_circular, await paper(stage), IN_TIME + A_MINUTE * 60)
    assert str(soon.remind_on) == "None"


async def test_only_the_unit_itself_answers(stage: Stage) -> None:
    await sent(stage)
    for name, word in (("发改委contact", "not-your-unit"), (OFFICE, "not-your-role"), ("路人", "stranger")):
        row = await row_of(stage)
        refusal = await stage.refused(
            name, reply_to, Act.REPLY_NO_OPINION, row.id, Answer(Reply.NO_OPINION, 0), IN_TIME
        )
        assert refusal.word == word
    assert (await row_of(stage)).reply is None


async def test_an_answer_of_another_kind_and_an_empty_one_are_refused(stage: Stage) -> None:
    await sent(stage, CircularKind.MEETING)
    row = await row_of(stage)
    for reply, words, word in ((Reply.NO_OPINION, "", "circular-unknown"), (Reply.ATTENDS, " ", "text-needed")):
        answer = Answer(reply, 0, words)
        assert (await stage.refused(CONTACT, reply_to, Act.REPLY_CONFIRM, row.id, answer, IN_TIME)).word == word
    assert (await row_of(stage)).state is RecipientState.ASKED


async def test_an_old_button_does_not_overwrite_what_a_colleague_answered(stage: Stage) -> None:
    await sent(stage)
    await answers(stage, LEADER, Reply.OPINION, "第三条宜再斟酌")
    row = await row_of(stage)
    answer = Answer(Reply.NO_OPINION, 0)
    refusal = await stage.refused(CONTACT, reply_to, Act.REPLY_NO_OPINION, row.id, answer, IN_TIME)
    assert (refusal.word, refusal.facts["who"]) == ("circular-answered", LEADER)
    changed = await answers(stage, CONTACT, Reply.NO_OPINION, version=1)
    assert changed.changed
    acts = [entry.facts["reply"] for entry in await stage.rows(AuditEntry, col(AuditEntry.act) == "circular_answered")]
    assert acts == ["opinion", "no-opinion"]
    async with stage.database.reading() as session:
        assert await broken_link(session) is None


async def test_the_files_of_an_opinion_go_out_of_sight_with_it(stage: Stage) -> None:
    number = await sent(stage)
    row = await row_of(stage)
    answer = Answer(Reply.OPINION, 0, "附说明", await stage.draft(CONTACT, 2, files=2))

    async def shown() -> int:
        async with stage.database.reading() as session:
            counted = (await answers_to(session, number))[1].files
            assert len(await files_of_opinions(session, number)) == counted
            return counted

    await stage.does(CONTACT, reply_to, Act.REPLY_CONFIRM, row.id, answer, IN_TIME)
    assert await shown() == 2
    await answers(stage, CONTACT, Reply.NO_OPINION, version=1)
    assert await shown() == 0


async def test_the_last_moment_is_in_time_and_silence_is_judged_after_it(stage: Stage) -> None:
    await sent(stage)
    assert not await turn(stage, LIMIT)
    assert not (await answers(stage, CONTACT, Reply.OPINION, "补充", LIMIT)).late
    assert await turn(stage, LIMIT + A_MINUTE)
    assert await table_of(stage) == {"发改委": "silent", "水利局": "opinion"}
    assert not await turn(stage, LIMIT + A_DAY)
    assert len(await stage.told("circular-table")) == 1
    assert "发改委：逾期未答复，视为无意见" in await stage.words_of("circular-table")


async def test_a_limit_on_a_day_off_is_judged_then_and_told_in_the_next_window(stage: Stage) -> None:
    await sent(stage, due=SUNDAY)
    assert not await turn(stage, SUNDAY + A_MINUTE)
    assert (await row_of(stage)).state is RecipientState.SILENT
    assert await stage.told("circular-table") == []
    assert (await answers(stage, CONTACT, Reply.OPINION, "迟了", SUNDAY + A_MINUTE * 5)).late
    assert not await turn(stage, SUNDAY + A_MINUTE * 10)
    assert await turn(stage, SUNDAY.replace(day=5, hour=8))
    assert await table_of(stage) == {"发改委": "silent", "水利局": "opinion"}
    assert "逾期" in await stage.words_of("circular-table")
    assert await stage.told("circular-answer") == []


async def test_what_comes_after_the_table_is_taken_marked_and_told(stage: Stage) -> None:
    await sent(stage)
    await turn(stage, LIMIT + A_MINUTE)
    assert (await answers(stage, CONTACT, Reply.OPINION, "迟到的意见", LIMIT + A_DAY)).late
    assert "逾期答复" in await stage.words_of("circular-answer")
    row = await row_of(stage)
    assert (await stage.refused(CONTACT, may_change, row.id, LIMIT + A_DAY)).word == "circular-over"
    again = Answer(Reply.NO_OPINION, 1)
    refusal = await stage.refused(CONTACT, reply_to, Act.REPLY_NO_OPINION, row.id, again, LIMIT + A_DAY)
    assert refusal.word == "circular-over"


async def test_silence_of_who_was_not_reached_says_nothing(stage: Stage) -> None:
    for name in (CONTACT, LEADER):
        await stage.empty(name)
    await sent(stage)
    await turn(stage, LIMIT + A_MINUTE)
    assert await table_of(stage) == {"发改委": "silent", "水利局": "unreached"}


async def test_an_outage_over_the_limit_makes_nobody_late(stage: Stage) -> None:
    await sent(stage)
    outage = Outage(since=LIMIT - A_DAY, until=LIMIT + A_DAY)
    await stage.add(outage)
    assert not await turn(stage, LIMIT + A_DAY)
    assert not (await answers(stage, CONTACT, Reply.OPINION, "补报", LIMIT + A_DAY)).late
    async with stage.database.writing() as session:
        held = await session.get_one(Outage, outage.id)
        held.state, held.checked_at = OutageState.CHECKED, LIMIT + A_DAY
        session.add(held)
    assert await turn(stage, LIMIT + A_DAY + A_MINUTE)
    assert await table_of(stage) == {"发改委": "silent", "水利局": "opinion"}


async def test_a_reminder_has_its_reason_until_the_answer_or_the_recall(stage: Stage) -> None:
    number = await sent(stage)
    (other, row) = (await row_of(stage, "发改委"), await row_of(stage))

    async def wanted(recipient: Recipient) -> bool:
        async with stage.database.reading() as session:
            return bool(await still_asked(session, {recipient.id or 0}))

    assert [await wanted(one) for one in (other, row)] == [True, True]
    await answers(stage, CONTACT, Reply.NO_OPINION)
    assert [await wanted(one) for one in (other, row)] == [True, False]
    await stage.does(OFFICE, recall, number, "稿件有误", IN_TIME)
    assert [await wanted(one) for one in (other, row)] == [False, False]


async def test_after_an_outage_those_who_may_have_answered_are_asked_again(stage: Stage) -> None:
    draft = await stage.draft(OFFICE, 1)
    await stage.does(OFFICE, send_circular, await paper(stage, units="管委会"), draft, IN_TIME)
    async with stage.database.writing() as session:
        await notice_outage(session, IN_TIME, IN_TIME + A_DAY, rules=RULES)
    assert "管委会" in {message.group for message in await stage.told("outage-asked")}


async def test_a_recall_is_told_to_who_has_the_paper_and_stops_the_rest(stage: Stage) -> None:
    night = IN_TIME.replace(hour=21)
    draft = await stage.draft(OFFICE, 1)
    await stage.does(OFFICE, send_circular, await paper(stage), draft, night)
    held = (await stage.rows(Circular))[-1].id or 0
    first, _ = await stage.told("circular")
    async with stage.database.writing() as session:
        connection = await session.connection()
        gone = update(messages).where(messages.c.id == first.id).values(state=DeliveryState.SENT)
        await connection.execute(gone)
    await stage.does(OFFICE, recall, held, "稿件有误", night + A_MINUTE)
    assert len(await stage.told("circular-recalled")) == 1
    assert len(await stage.rows(Message, col(Message.state) == DeliveryState.CANCELLED)) == 1
    (circular,) = await stage.rows(Circular)
    assert (circular.state, circular.recalled_because) == (CircularState.RECALLED, "稿件有误")
    assert not await turn(stage, LIMIT + A_DAY)
    row = await row_of(stage)
    refusal = await stage.refused(CONTACT, reply_to, Act.REPLY_SIGN, row.id, Answer(Reply.OPINION, 0, "意见"), night)
    assert refusal.word == "circular-recalled"


async def test_a_recall_needs_the_office_a_reason_and_time(stage: Stage) -> None:
    number = await sent(stage)
    await stage.refused(CONTACT, recall, number, "稿件有误", IN_TIME)
    assert (await stage.refused(OFFICE, recall, number, "  ", IN_TIME)).word == "reason-needed"
    assert (await stage.refused(OFFICE, recall, 99, "稿件有误", IN_TIME)).word == "circular-unknown"
    assert (await stage.refused(OFFICE, recall, number, "晚了", LIMIT + A_MINUTE)).word == "recall-over"
    await stage.does(OFFICE, recall, number, "稿件有误", IN_TIME)
    assert (await stage.refused(OFFICE, recall, number, "稿件有误", IN_TIME)).word == "recalled-already"
