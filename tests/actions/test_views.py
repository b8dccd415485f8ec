"""What people are shown."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from actions.complete import claim
from actions.pack import evidence_pack
from actions.report import file_report
from actions.review import judge_completion, judge_report
from actions.sign import sign
from actions.urge import preview, urge
from outbox.enqueue import enqueue
from outbox.message import DeliveryState, Message, Owed
from register.light import Light
from register.states import DutyState, RequestState, StepOutcome, Verdict
from register.tables import Climb, ClimbStep, Round
from register.views.answers import last_answers
from register.views.card import task_card
from register.views.cases import case_line, open_cases
from register.views.missing import missing_list
from register.views.overdue import overdue
from register.views.queue import review_queue
from register.views.requests import requests_card
from register.views.review import completion_sheet, report_sheet
from register.views.tasks import tasks_of_unit
from tests.actions.stage import AFTER_CLOSE, IN_TIME, OPENED, RULES, SOME_ANSWERS, ZONE, Stage

TODAY = date(2021, 6, 28)
NOON = datetime(2021, 7, 14, 12, tzinfo=ZONE)


async def test_my_tasks_show_light_next_due_and_report(stage: Stage) -> None:
    unit_id = (await stage.request(2)).unit_id
    async with stage.database.reading() as session:
        lines = await tasks_of_unit(session, RULES, unit_id, TODAY)
    seen = [(line.number, line.part.value, line.light, line.days_left, line.request_state) for line in lines]
    assert seen == [
        (2, "lead", Light.GREEN, 94, RequestState.ASKED),
        (3, "lead", Light.GREEN, None, RequestState.ASKED),
        (1, "responsible", Light.YELLOW, 2, None),
    ]


async def test_the_units_card_counts_what_is_answered(stage: Stage) -> None:
    request = await stage.request(2)
    await stage.does("水利局contact", file_report, request.id, SOME_ANSWERS, None, IN_TIME)
    async with stage.database.reading() as session:
        card = await requests_card(session, RULES, request.unit_id, TODAY)
        assert await requests_card(session, RULES, 1, TODAY) is None
    assert card is not None
    assert (card.count.answered, card.count.asked, card.days_left) == (1, 2, 2)
    assert [entry.task for entry in card.owed] == [3]
    assert [(entry.percent, entry.correctable) for entry in card.entries] == [(40, True), (None, False)]


async def test_a_task_card_keeps_the_three_facts_apart(stage: Stage) -> None:
    await stage.does("发改委contact", file_report, (await stage.request(1)).id, SOME_ANSWERS, None, IN_TIME)
    await stage.does("发改委contact", claim, (await stage.duty(1)).id, "完成", None, IN_TIME)
    async with stage.database.reading() as session:
        card = await task_card(session, RULES, 1, TODAY)
        assert await task_card(session, RULES, 99, TODAY) is None
    assert card is not None
    assert (card.leads, card.supports) == (("发改委",), ("水利局",))
    assert [milestone.duties[0].state for milestone in card.milestones] == [DutyState.CLAIMED, DutyState.OPEN]
    assert [(report.percent, report.verdict) for report in card.reports] == [(40, Verdict.WAITING)]


async def test_last_answers_are_those_of_an_earlier_round(stage: Stage) -> None:
    await stage.does("水利局contact", file_report, (await stage.request(2)).id, SOME_ANSWERS, None, IN_TIME)
    await stage.open_round("2021Q3", OPENED + timedelta(days=90), date(2021, 9, 30))
    async with stage.database.reading() as session:
        offered = await last_answers(session, (await stage.request(2, "2021Q3")).id or 0)
        assert await last_answers(session, (await stage.request(3, "2021Q3")).id or 0) is None
        assert await last_answers(session, (await stage.request(2)).id or 0) is None
    assert offered is not None
    assert (offered.quarter, offered.percent, offered.problems) == ("2021Q2", 40, "资金缺口")


async def test_the_oldest_waits_first_for_review(stage: Stage) -> None:
    later = IN_TIME + timedelta(hours=1)
    report = await stage.does("水利局contact", file_report, (await stage.request(2)).id, SOME_ANSWERS, None, later)
    claimed = await stage.does("发改委contact", claim, (await stage.duty(1)).id, "完成", None, IN_TIME)
    async with stage.database.reading() as session:
        queue = await review_queue(session)
        report_read = await report_sheet(session, report.report_id)
        claim_read = await completion_sheet(session, claimed.completion_id)
    assert [(waiting.subject, waiting.task) for waiting in queue] == [("completion", 1), ("report", 2)]
    assert report_read is not None
    assert (report_read.who, report_read.percent_before) == ("水利局contact", None)
    assert claim_read is not None
    assert (claim_read.words, claim_read.due) == ("完成", date(2021, 6, 30))


async def test_overdue_and_missing_name_units_and_days(stage: Stage) -> None:
    day = date(2021, 7, 3)
    async with stage.database.reading() as session:
        late = await overdue(session, day)
        asked_in = await session.get_one(Round, (await stage.request(1)).round_id)
        missing = await missing_list(session, asked_in, day)
    assert [(line.task, line.unit, line.days_late) for line in late] == [(1, "发改委", 3)]
    assert [(unit.unit, unit.tasks) for unit in missing.units] == [("发改委", (1,)), ("水利局", (2, 3))]
    assert (missing.days_late, missing.count.answered) == (3, 0)


async def test_a_case_travels_with_its_evidence(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    filed = await stage.does("发改委contact", file_report, (await stage.request(1)).id, SOME_ANSWERS, None, IN_TIME)
    await stage.does("办公室office", judge_report, filed.report_id, False, "数据不实", IN_TIME)
    seen = await stage.does("办公室office", preview, 1, IN_TIME)
    await stage.does("办公室office", urge, 1, seen.seen, IN_TIME)
    warned = datetime(2021, 7, 1, 9, tzinfo=ZONE)
    async with stage.acting("发改委contact") as (session, actor):
        owner = f"seat:{actor.places[0].seat_id}"
        owed = Owed(key="W", address="1", owner=owner, kind="warning", template="warning")
        (row_id,) = await enqueue(session, [owed], warned)
        message = await session.get_one(Message, row_id)
        message.state, message.sent_at = DeliveryState.SENT, warned
    (climb,) = await stage.rows(Climb)
    await stage.add(
        ClimbStep(
            climb_id=climb.id or 0,
            step="warning",
            planned=warned.date(),
            outcome=StepOutcome.DONE,
            at=warned,
            message_key="W",
        )
    )
    await stage.does("发改委contact", sign, "W", warned + timedelta(hours=1))
    async with stage.database.reading() as session:
        pack = await evidence_pack(session, RULES, case_id, NOON)
        assert await evidence_pack(session, RULES, 99, NOON) is None
        assert [case.case_id for case in await open_cases(session)] == [case_id]
        assert await case_line(session, 99) is None
    assert pack is not None
    assert [(late.ground.task, late.days_late) for late in pack.grounds] == [(1, 14)]
    (step,) = pack.steps
    assert (step.delivery, step.sent_at, step.signed_at) == (
        DeliveryState.SENT,
        warned,
        warned + timedelta(hours=1),
    )
    assert [(report.verdict, report.reason) for report in pack.reports] == [(Verdict.RETURNED, "数据不实")]
    assert pack.urged_at == (IN_TIME,)


async def test_the_days_stop_counting_once_the_unit_has_done_it(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    claimed_at = datetime(2021, 7, 5, 10, tzinfo=ZONE)
    claimed = await stage.does("发改委contact", claim, (await stage.duty(1)).id, "已完成", None, claimed_at)
    assert await _days_late(stage, case_id) == (5, claimed_at)
    await stage.does("办公室office", judge_completion, claimed.completion_id, True, None, NOON)
    assert await _days_late(stage, case_id) == (5, claimed_at)


async def test_a_returned_claim_counts_on(stage: Stage) -> None:
    case_id = await stage.case_against(1)
    claimed = await stage.does("发改委contact", claim, (await stage.duty(1)).id, "已完成", None, AFTER_CLOSE)
    await stage.does("办公室office", judge_completion, claimed.completion_id, False, "未附批复", AFTER_CLOSE)
    assert await _days_late(stage, case_id) == (14, None)


async def _days_late(stage: Stage, case_id: int) -> tuple[int, datetime | None]:
    async with stage.database.reading() as session:
        pack = await evidence_pack(session, RULES, case_id, NOON)
    assert pack is not None
    return pack.grounds[0].days_late, pack.grounds[0].ground.remedied_at


async def test_a_step_told_to_two_people_shows_the_first_delivery_and_signature(stage: Stage) -> None:
    """One of the seat's people could not be reached; the other got the warning and signed."""
    case_id = await stage.case_against(1)
    warned = datetime(2021, 7, 1, 9, tzinfo=ZONE)
    async with stage.acting("发改委contact") as (session, actor):
        owner = f"seat:{actor.places[0].seat_id}"
        copies = [
            Owed(key=f"W/{person}", address=str(person), owner=owner, kind="warning", template="warning")
            for person in (1, 2)
        ]
        for row_id, state in zip(await enqueue(session, copies, warned), ("sent", "failed"), strict=True):
            message = await session.get_one(Message, row_id)
            message.state = DeliveryState(state)
            message.sent_at = warned if state == "sent" else None
    (climb,) = await stage.rows(Climb)
    step = {"climb_id": climb.id, "step": "warning", "planned": warned.date(), "outcome": StepOutcome.DONE}
    await stage.add(ClimbStep.model_validate(step | {"at": warned, "message_key": "W"}))
    await stage.does("发改委contact", sign, "W/1", warned + timedelta(hours=1))
    async with stage.database.reading() as session:
        pack = await evidence_pack(session, RULES, case_id, NOON)
    assert pack is not None
    seen = [(step.delivery, step.sent_at, step.signed_at) for step in pack.steps]
    assert seen == [(DeliveryState.SENT, warned, warned + timedelta(hours=1))]
