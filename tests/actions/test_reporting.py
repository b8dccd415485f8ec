"""A unit reports: in versions, in time or late, each for itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlmodel import col

from actions.refusal import Refusal
from actions.report import Filed, file_report
from actions.review import judge_report
from actions.texts import ReportAnswers
from register.record import broken_link
from register.states import Cause, ClimbState, RequestState, Verdict
from register.tables import AuditEntry, Climb, Draft, Evidence, Report, Request
from tests.actions.stage import AFTER_CLOSE, IN_TIME, LAST_MINUTE, SOME_ANSWERS, Stage

CONTACT = "水利局contact"


async def test_a_report_is_recorded_with_its_files_and_counted(stage: Stage) -> None:
    request = await stage.request(2)
    draft = await stage.draft(CONTACT, request.id or 0, files=2)
    filed = await stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, draft, IN_TIME)
    assert (filed.version, filed.in_time, filed.files) == (1, True, 2)
    assert (filed.count_done, filed.count_asked) == (1, 2)
    assert filed.milestone == 1
    after = await stage.request(2)
    assert (after.state, after.answered_at, after.late) == (RequestState.ANSWERED, IN_TIME, False)
    files = await stage.rows(Evidence)
    assert {(file.report_id, file.draft_id) for file in files} == {(filed.report_id, None)}
    assert not await stage.rows(Draft)
    (entry,) = await stage.rows(AuditEntry, col(AuditEntry.act) == "report_filed")
    assert entry.facts["task"] == 2
    async with stage.database.reading() as session:
        assert await broken_link(session) is None


async def test_the_last_minute_is_in_time_and_the_first_after_it_is_late(stage: Stage) -> None:
    in_time = await stage.does(CONTACT, file_report, (await stage.request(2)).id, SOME_ANSWERS, None, LAST_MINUTE)
    late = await stage.does(CONTACT, file_report, (await stage.request(3)).id, SOME_ANSWERS, None, AFTER_CLOSE)
    assert (in_time.in_time, late.in_time) == (True, False)
    assert (await stage.request(3)).late


async def test_a_correction_is_a_new_version_until_the_close(stage: Stage) -> None:
    request = await stage.request(2)
    await stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, None, IN_TIME)
    second = await stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, None, LAST_MINUTE)
    assert second.version == 2
    reports = await stage.rows(Report)
    assert [report.verdict for report in reports] == [Verdict.SUPERSEDED, Verdict.WAITING]
    assert (await stage.request(2)).answered_at == IN_TIME
    refusal = await stage.refused(CONTACT, file_report, request.id, SOME_ANSWERS, None, AFTER_CLOSE)
    assert refusal.word == "window-closed"


async def test_a_returned_report_may_be_filed_again_after_the_close(stage: Stage) -> None:
    request = await stage.request(2)
    filed = await stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, None, IN_TIME)
    await stage.does("办公室office", judge_report, filed.report_id, False, "请补充数据", IN_TIME)
    again = await stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, None, AFTER_CLOSE)
    assert again.version == 2
    after = await stage.request(2)
    assert (after.state, after.late, after.return_again_by) == (RequestState.ANSWERED, False, None)


async def test_the_leader_may_report_and_another_unit_or_the_office_may_not(stage: Stage) -> None:
    request = await stage.request(2)
    for name, word in (("发改委contact", "not-your-unit"), ("办公室office", "not-your-role"), ("路人", "stranger")):
        refusal = await stage.refused(name, file_report, request.id, SOME_ANSWERS, None, IN_TIME)
        assert refusal.word == word
    assert not await stage.rows(Report)
    await stage.does("水利局leader", file_report, request.id, SOME_ANSWERS, None, IN_TIME)


async def test_the_second_confirmation_of_a_draft_says_who_did_it_when(stage: Stage) -> None:
    request = await stage.request(2)
    draft = await stage.draft(CONTACT, request.id or 0)
    await stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, draft, IN_TIME)
    refusal = await stage.refused(CONTACT, file_report, request.id, SOME_ANSWERS, draft, IN_TIME)
    assert refusal.word == "already-reported"
    assert refusal.facts["who"] == CONTACT
    assert len(await stage.rows(Report)) == 1


async def test_two_phones_with_one_draft_file_it_once(stage: Stage) -> None:
    request = await stage.request(2)
    draft = await stage.draft(CONTACT, request.id or 0)
    press = [stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, draft, IN_TIME) for _ in range(2)]
    results = await asyncio.gather(*press, return_exceptions=True)
    assert len([result for result in results if isinstance(result, Filed)]) == 1
    (refusal,) = [result for result in results if isinstance(result, Refusal)]
    assert refusal.word == "already-reported"


async def test_a_colleague_who_was_quicker_is_not_overwritten_unseen(stage: Stage) -> None:
    request = await stage.request(2)
    draft = await stage.draft(CONTACT, request.id or 0, at=IN_TIME)
    await stage.does("水利局leader", file_report, request.id, SOME_ANSWERS, None, IN_TIME + timedelta(minutes=1))
    later = IN_TIME + timedelta(minutes=2)
    refusal = await stage.refused(CONTACT, file_report, request.id, SOME_ANSWERS, draft, later)
    assert refusal.word == "reported-meanwhile"
    assert await stage.rows(Draft)


async def test_many_phones_leave_no_gap_between_versions(stage: Stage) -> None:
    request = await stage.request(2)
    filing = [stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, None, IN_TIME) for _ in range(5)]
    await asyncio.gather(*filing)
    assert sorted(report.version for report in await stage.rows(Report)) == [1, 2, 3, 4, 5]
    assert len(await stage.rows(Report, col(Report.verdict) == Verdict.WAITING)) == 1


async def test_another_persons_draft_is_not_filed(stage: Stage) -> None:
    request = await stage.request(2)
    draft = await stage.draft("水利局leader", request.id or 0)
    refusal = await stage.refused(CONTACT, file_report, request.id, SOME_ANSWERS, draft, IN_TIME)
    assert refusal.word == "not-your-draft"


async def test_a_late_report_ends_the_climb_of_the_missing_one(stage: Stage) -> None:
    request = await stage.request(2)
    climb = Climb(
        key=f"missing/request-{request.id}",
        cause=Cause.MISSING,
        unit_id=request.unit_id,
        task_id=request.task_id,
        request_id=request.id,
        base=LAST_MINUTE.date(),
    )
    await stage.add(climb)
    await stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, None, AFTER_CLOSE)
    assert (await stage.rows(Climb))[0].state is ClimbState.MET
    assert (await stage.rows(Request, col(Request.id) == request.id))[0].late


@pytest.mark.parametrize(
    "answers",
    [
        {"percent": 101, "done": "完成"},
        {"percent": -1, "done": "完成"},
        {"percent": 50, "done": "  "},
        {"percent": 50, "done": "长" * 1001},
    ],
)
def test_answers_that_cannot_be_kept_are_not_answers(answers: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ReportAnswers.model_validate(answers)


def test_no_change_needs_only_its_reason() -> None:
    assert ReportAnswers(percent=50, no_change_reason=" 等待批复 ").no_change_reason == "等待批复"
