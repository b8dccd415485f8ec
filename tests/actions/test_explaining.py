"""A unit asked to explain itself (情况说明): once for all grounds, heard until the bureau has decided."""

from __future__ import annotations

from datetime import date, datetime

from actions.decide import Decision, decide
from actions.explain import explain
from actions.pack import evidence_pack
from register.explanations import open_asked
from register.states import Cause, ClimbState, StepOutcome
from register.tables import Case, Climb, ClimbStep, Evidence, Explanation
from register.views.files import files_of_case
from tests.actions.stage import RULES, ZONE, Stage

ASKED = datetime(2021, 7, 12, 9, tzinfo=ZONE)
NOW = datetime(2021, 7, 13, 10, tzinfo=ZONE)
PROPOSED = datetime(2021, 7, 14, 9, tzinfo=ZONE)
LATER = datetime(2021, 7, 15, 10, tzinfo=ZONE)
CONTACT, LEADER, BUREAU = "发改委contact", "发改委leader", "督查局bureau"
LETTER = "explanation-asked/发改委/contact/2021-07-12"


async def asked(stage: Stage, *, letter: str | None = LETTER) -> list[int]:
    """发改委 climbs on two grounds of task 1; one letter asked it to explain both."""
    duty, request = await stage.duty(1), await stage.request(1)
    climbs = []
    for cause, duty_id, request_id in ((Cause.OVERDUE, duty.id, None), (Cause.MISSING, None, request.id)):
        climb = await stage.add(
            Climb(
                key=f"{cause}/1",
                cause=cause,
                unit_id=request.unit_id,
                task_id=request.task_id,
                base=duty.due,
                duty_id=duty_id,
                request_id=request_id,
            )
        )
        climbs.append(climb.id or 0)
        if letter is not None:
            step = ClimbStep(
                climb_id=climb.id or 0,
                step="explanation-asked",
                planned=date(2021, 7, 12),
                outcome=StepOutcome.DONE,
                at=ASKED,
                message_key=letter,
            )
            await stage.add(step)
    return climbs


async def proposed(stage: Stage, climbs: list[int]) -> int:
    request = await stage.request(1)
    case = await stage.add(Case(unit_id=request.unit_id, proposed_on=date(2021, 7, 14)))
    async with stage.database.writing() as session:
        for one in climbs:
            climb = await session.get_one(Climb, one)
            climb.case_id, climb.state = case.id, ClimbState.PROPOSED
            session.add(climb)
    return case.id or 0


async def says(stage: Stage, name: str, climb: int, words: str, files: int = 0, at: datetime = NOW) -> None:
    await stage.does(name, explain, climb, words, await stage.draft(name, climb, files), at)


async def test_one_explanation_covers_every_ground_and_goes_to_the_office(stage: Stage) -> None:
    climbs = await asked(stage)
    await says(stage, CONTACT, climbs[1], "汛期停工，7月底完成", files=2)
    (row,) = await stage.rows(Explanation)
    assert (row.letter, row.version, row.filed_at, row.words) == (LETTER, 1, NOW, "汛期停工，7月底完成")
    assert {one.explanation_id for one in await stage.rows(Evidence)} == {row.id}
    (card,) = await stage.told("explanation-card")
    assert "汛期停工" in await stage.words_of("explanation-card")
    assert [button["label"] for line in card.keyboard for button in line] == ["show-files"]
    assert {climb.state for climb in await stage.rows(Climb)} == {ClimbState.CLIMBING}


async def test_the_leader_may_file_it_and_a_later_version_stands(stage: Stage) -> None:
    climbs = await asked(stage)
    await says(stage, CONTACT, climbs[0], "第一稿")
    await says(stage, LEADER, climbs[1], "第二稿")
    assert [(one.version, one.words) for one in await stage.rows(Explanation)] == [(1, "第一稿"), (2, "第二稿")]
    case_id = await proposed(stage, climbs)
    async with stage.acting(BUREAU) as (session, _):
        pack = await evidence_pack(session, RULES, case_id, LATER)
    assert pack is not None
    assert [(one.version, one.words, one.who) for one in pack.explanations] == [(2, "第二稿", LEADER)]


async def test_after_the_proposal_the_bureau_is_told_at_once(stage: Stage) -> None:
    climbs = await asked(stage)
    case_id = await proposed(stage, climbs)
    await says(stage, CONTACT, climbs[0], "正在整改", files=1, at=PROPOSED)
    office, bureau = await stage.told("explanation-card")
    assert [button["label"] for line in bureau.keyboard for button in line] == ["show-files", "case-evidence"]
    assert office.facts == bureau.facts
    async with stage.acting(BUREAU) as (session, _):
        assert len(await files_of_case(session, case_id)) == 1


async def test_during_a_hold_it_is_still_heard(stage: Stage) -> None:
    climbs = await asked(stage)
    case_id = await proposed(stage, climbs)
    await stage.does(BUREAU, decide, case_id, 1, Decision.HOLD, None, date(2021, 7, 29), PROPOSED)
    await says(stage, CONTACT, climbs[0], "正在整改", at=LATER)
    assert len(await stage.rows(Explanation)) == 1


async def test_once_decided_it_is_refused(stage: Stage) -> None:
    climbs = await asked(stage)
    case_id = await proposed(stage, climbs)
    draft = await stage.draft(CONTACT, climbs[0])
    await stage.does(BUREAU, decide, case_id, 1, Decision.ACCEPT, None, None, PROPOSED)
    refusal = await stage.refused(CONTACT, explain, climbs[0], "太晚了", draft, LATER)
    assert refusal.word == "explanation-decided"
    assert not await stage.rows(Explanation)


async def test_what_was_done_meanwhile_needs_no_explanation(stage: Stage) -> None:
    climbs = await asked(stage)
    async with stage.database.writing() as session:
        for one in climbs:
            climb = await session.get_one(Climb, one)
            climb.state = ClimbState.MET
            session.add(climb)
    draft = await stage.draft(CONTACT, climbs[0])
    assert (await stage.refused(CONTACT, explain, climbs[0], "已办", draft, NOW)).word == "explanation-unneeded"


async def test_what_nobody_asked_is_not_explained(stage: Stage) -> None:
    climbs = await asked(stage, letter=None)
    draft = await stage.draft(CONTACT, climbs[0])
    assert (await stage.refused(CONTACT, explain, climbs[0], "说明", draft, NOW)).word == "explanation-unasked"


async def test_others_may_not_explain_for_a_unit(stage: Stage) -> None:
    climbs = await asked(stage)
    for name, word in (
        ("水利局contact", "not-your-unit"),
        ("办公室office", "not-your-role"),
        (BUREAU, "not-your-role"),
        ("路人", "stranger"),
    ):
        assert (await stage.refused(name, explain, climbs[0], "代为说明", 0, NOW)).word == word
    assert not await stage.rows(Explanation)


async def test_a_draft_serves_once(stage: Stage) -> None:
    climbs = await asked(stage)
    draft = await stage.draft(CONTACT, climbs[0])
    await stage.does(CONTACT, explain, climbs[0], "说明", draft, NOW)
    assert (await stage.refused(CONTACT, explain, climbs[0], "说明", draft, NOW)).word == "draft-gone"
    other = await stage.draft(LEADER, climbs[0])
    assert (await stage.refused(CONTACT, explain, climbs[0], "说明", other, NOW)).word == "not-your-draft"
    assert len(await stage.rows(Explanation)) == 1


async def test_the_task_leads_to_the_question_while_it_is_open(stage: Stage) -> None:
    climbs = await asked(stage)
    request = await stage.request(1)
    async with stage.acting(CONTACT) as (session, _):
        assert await open_asked(session, request.unit_id, request.task_id) in climbs
        assert await open_asked(session, request.unit_id, (await stage.request(2)).task_id) is None
    case_id = await proposed(stage, climbs)
    await stage.does(BUREAU, decide, case_id, 1, Decision.DECLINE, "情有可原", None, PROPOSED)
    async with stage.acting(CONTACT) as (session, _):
        assert await open_asked(session, request.unit_id, request.task_id) is None
