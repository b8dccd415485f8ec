"""A unit asks for a later due date in time; the office decides; reminders and ladder follow."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col

from actions.complete import claim
from actions.extend import ExtensionAsked, ask_extension
from actions.pack import evidence_pack
from actions.refusal import Refusal
from actions.review import judge_completion
from actions.review_extension import ExtensionJudged, judge_extension
from plans.roles import Role
from register.snapshot import DutyFacts, take_snapshot
from register.states import Cause, ClimbState, DutyState, ExtensionState
from register.tables import AuditEntry, Climb, Draft, Duty, Extension, Milestone, Transition
from register.views.card import task_card
from register.views.overdue import overdue
from register.views.queue import review_queue
from register.views.tasks import tasks_of_unit
from tests.actions.stage import AFTER_CLOSE, IN_TIME, LAST_MINUTE, RULES, ZONE, Stage

CONTACT, OFFICE = "发改委contact", "办公室office"
DUE, LATER = date(2021, 6, 30), date(2021, 7, 30)
PAST_DUE = datetime(2021, 7, 5, 10, tzinfo=ZONE)


async def ask(stage: Stage, at: datetime = IN_TIME, until: date = LATER, name: str = CONTACT) -> ExtensionAsked:
    return await stage.does(name, ask_extension, (await stage.duty(1)).id, until, " 征地手续未批复 ", None, at)


async def refused_to_ask(stage: Stage, name: str = CONTACT, until: date = LATER, at: datetime = IN_TIME) -> str:
    refusal = await stage.refused(name, ask_extension, (await stage.duty(1)).id, until, "原因", None, at)
    return refusal.word


async def test_a_request_waits_for_the_office_and_moves_nothing(stage: Stage) -> None:
    draft = await stage.draft(CONTACT, 0)
    asked = await stage.does(CONTACT, ask_extension, (await stage.duty(1)).id, LATER, "手续未批复", draft, IN_TIME)
    assert (asked.due, asked.due_asked, asked.unit) == (DUE, LATER, "发改委")
    assert (await stage.duty(1)).due == DUE
    assert not await stage.rows(Draft)
    (card,) = await stage.told("extension-card")
    assert [button["label"] for button in card.keyboard[0]] == ["accept-extension", "return-extension"]
    words = await stage.words_of("extension-card")
    assert "申请延至：2021年7月30日（延30天）" in words
    assert "手续未批复" in words
    async with stage.database.reading() as session:
        (waiting, *_) = [one for one in await review_queue(session) if one.subject == "extension"]
    assert (waiting.row_id, waiting.unit, waiting.task) == (asked.extension_id, "发改委", 1)


async def test_a_unit_leader_may_ask_on_the_last_day(stage: Stage) -> None:
    asked = await ask(stage, LAST_MINUTE, name="发改委leader")
    assert asked.due_asked == LATER


async def test_after_the_due_date_it_is_too_late_and_the_answer_says_what_else_can_be_done(stage: Stage) -> None:
    assert await refused_to_ask(stage, at=AFTER_CLOSE) == "extension-too-late"
    assert not await stage.rows(Extension)


@pytest.mark.parametrize(
    ("until", "word"),
    [
        (DUE, "extension-not-later"),
        (date(2021, 6, 29), "extension-not-later"),
        (date(2023, 1, 1), "extension-beyond-plan"),
    ],
)
async def test_the_new_date_lies_after_the_old_one_within_the_plan(stage: Stage, until: date, word: str) -> None:
    assert await refused_to_ask(stage, until=until) == word
    assert (await ask(stage, until=date(2022, 12, 31))).due_asked == date(2022, 12, 31)


async def test_one_request_waits_at_a_time(stage: Stage) -> None:
    pressing = [ask(stage, name=name) for name in (CONTACT, "发改委leader")]
    results = await asyncio.gather(*pressing, return_exceptions=True)
    assert {type(result) for result in results} == {ExtensionAsked, Refusal}
    assert await refused_to_ask(stage) == "extension-waiting"
    assert len(await stage.rows(Extension)) == 1


async def test_others_may_not_ask_and_a_reason_is_needed(stage: Stage) -> None:
    for name in ("水利局contact", "水利局leader", OFFICE, "督查局bureau", "路人"):
        assert await refused_to_ask(stage, name) in {"not-your-unit", "not-your-role", "stranger"}
    refusal = await stage.refused(CONTACT, ask_extension, (await stage.duty(1)).id, LATER, " ", None, IN_TIME)
    assert refusal.word == "reason-needed"
    assert not await stage.rows(Extension)


async def test_what_is_claimed_or_closed_needs_no_later_date(stage: Stage) -> None:
    claimed = await stage.does(CONTACT, claim, (await stage.duty(1)).id, "完成", None, IN_TIME)
    assert await refused_to_ask(stage) == "extension-not-open"
    await stage.does(OFFICE, judge_completion, claimed.completion_id, True, None, IN_TIME)
    assert await refused_to_ask(stage) == "extension-not-open"


async def judge(
    stage: Stage, asked: ExtensionAsked, *, accept: bool, at: datetime = IN_TIME, words: str | None = None
) -> ExtensionJudged:
    return await stage.does(OFFICE, judge_extension, asked.extension_id, accept, words, at)


async def milestone(stage: Stage) -> Milestone:
    return (await stage.rows(Milestone, col(Milestone.id) == (await stage.duty(1)).milestone_id))[0]


async def test_approved_moves_the_due_date_and_the_baseline_stands(stage: Stage) -> None:
    judged = await judge(stage, await ask(stage), accept=True)
    duty = await stage.duty(1)
    assert (judged.due, duty.due, duty.state) == (LATER, LATER, DutyState.OPEN)
    moved = await milestone(stage)
    assert (moved.baseline, moved.due) == (DUE, LATER)
    tomorrow = RULES.today(IN_TIME) + timedelta(days=1)
    assert (duty.speaks_on, moved.support_on) == (tomorrow, tomorrow)
    assert "完成时限延至2021年7月30日（原定2021年6月30日）" in await stage.words_of("extension-verdict")
    (extension,) = await stage.rows(Extension)
    moves = [(one.before, one.after) for one in await stage.rows(Transition, Transition.subject == "extension:1")]
    assert (extension.state, extension.self_reviewed) == (ExtensionState.APPROVED, True)  # the office is housed there
    assert moves == [("waiting", "approved")]
    acts = [entry.act for entry in await stage.rows(AuditEntry)]
    assert acts[-2:] == ["extension_asked", "extension_approved"]


async def test_refused_with_a_note_lets_the_date_stand(stage: Stage) -> None:
    asked = await ask(stage)
    refusal = await stage.refused(OFFICE, judge_extension, asked.extension_id, False, " ", IN_TIME)
    assert refusal.word == "reason-needed"
    await judge(stage, asked, accept=False, words="理由不充分")
    assert ((await stage.duty(1)).due, (await milestone(stage)).due) == (DUE, DUE)
    words = await stage.words_of("extension-verdict")
    assert "理由不充分" in words
    assert "完成时限仍为2021年6月30日，还有2天" in words
    assert (await ask(stage)).extension_id != asked.extension_id  # it may ask again


async def test_the_second_verdict_says_who_decided_when(stage: Stage) -> None:
    asked = await ask(stage)
    await judge(stage, asked, accept=True)
    for accept in (True, False):
        refusal = await stage.refused(OFFICE, judge_extension, asked.extension_id, accept, "晚了", IN_TIME)
        assert (refusal.word, refusal.facts["who"]) == ("extension-decided", OFFICE)
    assert len(await stage.told("extension-verdict")) == 1


async def test_only_the_office_decides_and_nobody_about_the_own_unit(stage: Stage) -> None:
    asked = await ask(stage)
    for name in (CONTACT, "发改委leader", "督查局bureau", "路人"):
        await stage.refused(name, judge_extension, asked.extension_id, True, None, IN_TIME)
    await stage.sit("办公室", Role.OFFICE, "独立审核员", 77)
    await stage.sit("水利局", Role.CONTACT, "独立审核员", 77)
    refusal = await stage.refused(OFFICE, judge_extension, asked.extension_id, True, None, IN_TIME)
    assert refusal.word == "own-unit"
    judged = await stage.does("独立审核员", judge_extension, asked.extension_id, True, None, IN_TIME)
    assert not judged.self_reviewed


async def test_an_unknown_request_is_refused(stage: Stage) -> None:
    assert (await stage.refused(OFFICE, judge_extension, 99, True, None, IN_TIME)).word == "extension-unknown"


async def test_what_climbed_by_the_old_date_is_withdrawn_on_record(stage: Stage) -> None:
    asked, duty = await ask(stage), await stage.duty(1)
    climb = Climb(key="slow", cause=Cause.SLOW, unit_id=duty.unit_id, task_id=1, duty_id=duty.id, base=DUE)
    await stage.add(climb)
    await judge(stage, asked, accept=True, at=PAST_DUE)
    assert (await stage.rows(Climb))[0].state is ClimbState.WITHDRAWN


async def test_nobody_is_called_late_while_a_request_made_in_time_waits(stage: Stage) -> None:
    asked = await ask(stage)
    assert await listed(stage) == []
    facts = await facts_of(stage)
    assert (facts.light, facts.days_late) == ("yellow", 0)
    await judge(stage, asked, accept=False, words="不予延期", at=PAST_DUE)
    assert await listed(stage) == [5]
    facts = await facts_of(stage)
    assert (facts.light, facts.days_late) == ("red", 5)


async def listed(stage: Stage) -> list[int]:
    """Days late in the list of what is overdue; the unit's own list has the same lights."""
    today, duty = RULES.today(PAST_DUE), await stage.duty(1)
    async with stage.database.reading() as session:
        (line, *_) = await tasks_of_unit(session, RULES, duty.unit_id, today)
        lines = await overdue(session, today)
    assert (line.in_doubt, line.light) == ((True, "yellow") if not lines else (False, "red"))
    return [one.days_late for one in lines]


async def facts_of(stage: Stage) -> DutyFacts:
    async with stage.database.reading() as session:
        snapshot = await take_snapshot(session, RULES, PAST_DUE)
    return snapshot.tasks[0].milestones[0].duties[0]


async def test_statistics_count_what_was_approved_and_the_card_tells_the_story(stage: Stage) -> None:
    await judge(stage, await ask(stage), accept=False, words="理由不足")
    await judge(stage, await ask(stage), accept=True, words="同意")
    facts = await facts_of(stage)
    assert (facts.extended, [one.state.value for one in facts.extensions]) == (1, ["refused", "approved"])
    async with stage.database.reading() as session:
        card = await task_card(session, RULES, 1, RULES.today(IN_TIME))
    assert card is not None
    first = card.milestones[0]
    assert (first.baseline, first.due, first.duties[0].extendable) == (DUE, LATER, True)
    assert [one.decision_note for one in first.duties[0].history.extensions] == ["理由不足", "同意"]


async def test_the_evidence_of_a_case_names_the_extensions(stage: Stage) -> None:
    await judge(stage, await ask(stage), accept=True)
    case = await stage.case_against(1)
    async with stage.database.reading() as session:
        pack = await evidence_pack(session, RULES, case, PAST_DUE)
    assert pack is not None
    assert [(one.task, one.baseline, one.due_asked, one.state) for one in pack.extensions] == [
        (1, DUE, LATER, ExtensionState.APPROVED)
    ]


async def test_met_in_time_settles_the_request(stage: Stage) -> None:
    await ask(stage)
    claimed = await stage.does(CONTACT, claim, (await stage.duty(1)).id, "完成", None, LAST_MINUTE)
    await stage.does(OFFICE, judge_completion, claimed.completion_id, True, None, PAST_DUE)
    (extension,) = await stage.rows(Extension)
    assert (extension.state, (await stage.duty(1)).late) == (ExtensionState.WITHDRAWN, False)
    refusal = await stage.refused(OFFICE, judge_extension, extension.id, True, None, PAST_DUE)
    assert refusal.word == "extension-decided"


async def test_met_meanwhile_the_request_is_decided_first(stage: Stage) -> None:
    asked = await ask(stage)
    claimed = await stage.does(CONTACT, claim, (await stage.duty(1)).id, "完成", None, PAST_DUE)
    refusal = await stage.refused(OFFICE, judge_completion, claimed.completion_id, True, None, PAST_DUE)
    assert refusal.word == "extension-first"
    await judge(stage, asked, accept=True, at=PAST_DUE)
    await stage.does(OFFICE, judge_completion, claimed.completion_id, True, None, PAST_DUE)
    assert not (await stage.duty(1)).late


async def test_a_milestone_of_several_leads_is_due_when_the_last_is(stage: Stage) -> None:
    duty, other = await stage.duty(1), (await stage.duty(2)).unit_id
    await stage.add(Duty(milestone_id=duty.milestone_id, unit_id=other, due=date(2021, 9, 1)))
    asked = await stage.does(CONTACT, ask_extension, duty.id, LATER, "手续未批复", None, IN_TIME)
    await judge(stage, asked, accept=True)
    (shared,) = await stage.rows(Milestone, col(Milestone.id) == duty.milestone_id)
    assert (shared.due, shared.baseline) == (date(2021, 9, 1), DUE)
    dates = [one.due for one in await stage.rows(Duty, col(Duty.milestone_id) == duty.milestone_id)]
    assert dates == [LATER, date(2021, 9, 1)]
