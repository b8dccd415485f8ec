"""The office brings a changed plan into the live register: all follows at once, and nothing on record is harmed."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col

from actions.complete import claim
from actions.extend import ask_extension
from actions.pack import evidence_pack
from actions.report import file_report
from actions.review import judge_completion
from actions.review_extension import judge_extension
from bot.facts import facts_of
from documents.frames import frames
from documents.measures import Measures
from documents.scope import Scope
from documents.view import look
from plans.blueprint import blueprint_of
from plans.roles import Role
from register.amending.amend import NotAgreed, RegisterMoved
from register.blueprint import standing_blueprint
from register.loading import plan_of
from register.record import broken_link
from register.snapshot import take_snapshot
from register.states import CaseState, Cause, ClimbState, DutyState, ExtensionState, RequestState, Verdict
from register.tables import (
    Amendment,
    AuditEntry,
    Case,
    Climb,
    Completion,
    Decree,
    Duty,
    Extension,
    Milestone,
    PlanRecord,
    Request,
    Seat,
    Task,
    Unit,
)
from register.views.card import task_card
from tests.actions.amended import Edit, apply, changed, due, led_by, task, without
from tests.actions.stage import AFTER_CLOSE, IN_TIME, RULES, SOME_ANSWERS, ZONE, Stage, templates

DUE, LATER = date(2021, 6, 30), date(2021, 8, 31)
MOVED = due(1, 1, due=LATER, wording="2021年8月底前")
CONTACT, OFFICE = "发改委contact", "办公室office"
TOMORROW = RULES.today(IN_TIME) + timedelta(days=1)


async def in_force(stage: Stage, plan_edits: tuple[Edit, ...]) -> bool:
    """Whether the register says what the changed file says."""
    async with stage.database.reading() as session:
        record = await plan_of(session)
        assert record is not None
        standing = await standing_blueprint(session, record)
    fresh = blueprint_of(changed(*plan_edits))
    return (standing.head, standing.units, standing.targets, standing.tasks) == (
        fresh.head,
        fresh.units,
        fresh.targets,
        fresh.tasks,
    )


async def test_a_moved_deadline_is_an_extension_by_decree(stage: Stage) -> None:
    await apply(stage, changed(MOVED))
    duty = await stage.duty(1)
    (milestone,) = await stage.rows(Milestone, col(Milestone.id) == duty.milestone_id)
    assert (milestone.baseline, milestone.due, duty.due) == (DUE, LATER, LATER)
    assert (duty.speaks_on, milestone.support_on) == (TOMORROW, TOMORROW)
    (decree,) = await stage.rows(Decree)
    assert (decree.milestone_id, decree.due_before, decree.due_after) == (milestone.id, DUE, LATER)
    assert not await stage.rows(Extension)  # nobody asked for it: it counts in no statistic of theirs
    assert "deadline_moved" in [entry.act for entry in await stage.rows(AuditEntry)]
    assert await in_force(stage, (MOVED,))
    async with stage.database.reading() as session:
        assert await broken_link(session) is None
        card = await task_card(session, RULES, 1, RULES.today(IN_TIME))
    assert card is not None
    assert [(one.due_before, one.due_after) for one in card.milestones[0].moves] == [(DUE, LATER)]


async def test_ledger_and_evidence_say_which_date_was_moved_by_the_plan(stage: Stage) -> None:
    """Old date, new date, the day and the revision stand beside the extensions: nobody takes one for the other."""
    case_id = await stage.case_against(1)
    await apply(stage, changed(MOVED))
    async with stage.database.reading() as session:
        pack = await evidence_pack(session, RULES, case_id, IN_TIME)
        measures = Measures(look(await take_snapshot(session, RULES, IN_TIME), Scope()))
    assert pack is not None
    assert pack.extensions == ()
    (given,) = pack.decrees
    assert (given.task, given.baseline, given.due_before, given.due_after) == (1, DUE, DUE, LATER)
    assert (given.at, given.revision) == (IN_TIME, 2)
    said = templates().render("case", {"pack": facts_of(pack)})
    assert "· 6月28日 10:00　第1项由2021年6月30日调整为2021年8月31日，见第2版方案" in said
    milestones = dict(frames(measures))["milestones"]
    told = "2021年6月28日第2版方案将时限由2021年6月30日调整为2021年8月31日"
    moved = milestones[milestones["decreed"].notna()]
    assert [tuple(row) for row in moved[["number", "ordinal", "decreed"]].to_numpy()] == [(1, 1, told)]


async def test_each_unit_that_it_concerns_and_the_office_are_told_once(stage: Stage) -> None:
    await apply(stage, changed(MOVED))
    told = await stage.told("plan-amended")
    assert sorted(message.facts["unit"] for message in told) == ["发改委", "水利局"]
    assert "时限调整：2021年6月30日→2021年8月31日" in (await stage.words_of("plan-amended-whole"))
    assert not await stage.told("plan-amended-cases")


async def test_what_is_said_at_night_waits_for_the_morning(stage: Stage) -> None:
    night = datetime(2021, 6, 28, 22, tzinfo=ZONE)
    await apply(stage, changed(MOVED), night)
    leaves = {message.not_before for message in await stage.told("plan-amended")}
    assert {one.astimezone(ZONE) for one in leaves} == {datetime(2021, 6, 29, 8, 30, tzinfo=ZONE)}


async def test_the_ladder_of_the_old_date_ends_on_record(stage: Stage) -> None:
    duty = await stage.duty(1)
    climb = Climb(key="old", cause=Cause.OVERDUE, unit_id=duty.unit_id, task_id=1, duty_id=duty.id, base=DUE)
    await stage.add(climb)
    await apply(stage, changed(MOVED), AFTER_CLOSE)
    assert [one.state for one in await stage.rows(Climb)] == [ClimbState.WITHDRAWN]


async def test_an_extension_that_was_granted_stands_beside_the_decree(stage: Stage) -> None:
    asked = await stage.does(CONTACT, ask_extension, (await stage.duty(1)).id, date(2021, 9, 30), "原因", None, IN_TIME)
    await stage.does(OFFICE, judge_extension, asked.extension_id, True, None, IN_TIME)
    await apply(stage, changed(MOVED))
    assert (await stage.duty(1)).due == date(2021, 9, 30)
    assert [one.state for one in await stage.rows(Extension)] == [ExtensionState.APPROVED]


@pytest.mark.parametrize(
    ("asked_until", "state"),
    [(date(2021, 8, 15), ExtensionState.WITHDRAWN), (date(2021, 9, 30), ExtensionState.WAITING)],
)
async def test_a_request_that_the_decree_fulfils_is_settled(
    stage: Stage, asked_until: date, state: ExtensionState
) -> None:
    await stage.does(CONTACT, ask_extension, (await stage.duty(1)).id, asked_until, "原因", None, IN_TIME)
    await apply(stage, changed(MOVED))
    assert [one.state for one in await stage.rows(Extension)] == [state]


async def test_a_request_beyond_the_plan_that_has_become_shorter_cannot_be_granted(stage: Stage) -> None:
    until, ends = date(2022, 12, 30), date(2022, 10, 31)
    asked = await stage.does(CONTACT, ask_extension, (await stage.duty(1)).id, until, "原因", None, IN_TIME)
    await apply(stage, changed(lambda plan: plan["plan"].update(ends=ends)))
    refusal = await stage.refused(OFFICE, judge_extension, asked.extension_id, True, None, IN_TIME)
    assert refusal.word == "extension-outlasts-plan"
    assert refusal.facts == {"due_asked": until.isoformat(), "ends": ends.isoformat()}
    assert (await stage.duty(1)).due == DUE
    judged = await stage.does(OFFICE, judge_extension, asked.extension_id, False, "方案期末已提前", IN_TIME)
    assert not judged.accepted


async def test_a_target_that_was_dropped_stands_in_no_paper(stage: Stage) -> None:
    target = {"id": "green", "name": "绿化面积", "unit": "亩", "min": 10, "owner": "水利局"}
    await apply(stage, changed(lambda plan: plan["plan"].update(targets=[target])))
    assert await _targets(stage) == ["绿化面积"]
    await apply(stage, changed())
    assert await _targets(stage) == []


async def _targets(stage: Stage) -> list[str]:
    async with stage.database.reading() as session:
        return [one.name for one in (await take_snapshot(session, RULES, IN_TIME)).targets]


async def test_an_earlier_deadline_binds_whoever_is_still_at_it(stage: Stage) -> None:
    earlier = due(1, 2, due=date(2022, 3, 31), wording="2022年3月底前")
    await apply(stage, changed(earlier))
    assert (await stage.duty(1, 2)).due == date(2022, 3, 31)


async def test_a_claim_that_waits_is_judged_by_the_date_it_was_made_under(stage: Stage) -> None:
    claimed = await stage.does(CONTACT, claim, (await stage.duty(1)).id, "完成", None, IN_TIME)
    at = IN_TIME + timedelta(hours=1)
    await apply(stage, changed(due(1, 1, due=date(2021, 6, 20))), at, overdue={1})
    await stage.does(OFFICE, judge_completion, claimed.completion_id, True, None, at)
    assert not (await stage.duty(1)).late


async def test_what_was_met_keeps_its_date(stage: Stage) -> None:
    claimed = await stage.does(CONTACT, claim, (await stage.duty(1)).id, "完成", None, IN_TIME)
    await stage.does(OFFICE, judge_completion, claimed.completion_id, True, None, IN_TIME)
    await apply(stage, changed(MOVED, led_by(1, "水利局"), lambda plan: task(plan, 1).pop("responsible_units")))
    duties = await stage.rows(Duty, col(Duty.milestone_id) == (await stage.duty(1)).milestone_id)
    assert [(one.state, one.due) for one in duties] == [(DutyState.CLOSED, DUE)]


async def test_a_date_already_past_needs_the_tasks_number(stage: Stage) -> None:
    past = due(2, 1, due=date(2021, 6, 20), wording="2021年6月20日前")
    with pytest.raises(NotAgreed) as refusal:
        await apply(stage, changed(past))
    assert (set(refusal.value.late), set(refusal.value.ends)) == ({2}, set())
    assert await in_force(stage, ())
    await apply(stage, changed(past), overdue={2})
    assert (await stage.duty(2)).due == date(2021, 6, 20)


async def test_a_dropped_task_with_open_duties_needs_its_number(stage: Stage) -> None:
    with pytest.raises(NotAgreed) as refusal:
        await apply(stage, changed(without(2)), drop={1})
    assert refusal.value.ends == {2}
    assert await in_force(stage, ())
    assert not await stage.told("plan-amended")
    assert not await stage.rows(Amendment)


async def test_an_undated_task_has_no_open_duty_and_needs_no_number(stage: Stage) -> None:
    await apply(stage, changed(without(3)))
    assert await in_force(stage, (without(3),))


async def test_what_a_dropped_task_leaves_is_ended_and_kept(stage: Stage) -> None:
    request, duty = await stage.request(2), await stage.duty(2)
    await stage.does("水利局contact", file_report, request.id, SOME_ANSWERS, None, IN_TIME)
    await stage.does("水利局contact", claim, duty.id, "完成", None, IN_TIME)
    case = await stage.case_against(2)
    await apply(stage, changed(without(2)), drop={2})
    assert (await stage.duty(2)).state is DutyState.DROPPED
    assert (await stage.duty(2)).speaks_on is None
    assert [one.verdict for one in await stage.rows(Completion)] == [Verdict.WITHDRAWN]
    (kept,) = await stage.rows(Request, col(Request.id) == request.id)
    assert (kept.state, kept.answered_at is not None) == (RequestState.DROPPED, True)
    assert [one.state for one in await stage.rows(Case, col(Case.id) == case)] == [CaseState.PROPOSED]
    assert "水利局：第2项" in await stage.words_of("plan-amended-cases")
    (unit,) = await stage.told("plan-amended")
    assert unit.facts["unit"] == "水利局"
    assert (await stage.refused("水利局contact", claim, duty.id, "完成", None, IN_TIME)).word == "task-dropped"
    refusal = await stage.refused("水利局contact", file_report, request.id, SOME_ANSWERS, None, IN_TIME)
    assert refusal.word == "task-dropped"


async def test_a_dropped_task_may_come_back(stage: Stage) -> None:
    await apply(stage, changed(without(2)), drop={2})
    await apply(stage, changed())
    duty = await stage.duty(2)
    assert (duty.state, duty.due, duty.counts_from) == (DutyState.OPEN, date(2021, 9, 30), RULES.today(IN_TIME))
    assert await in_force(stage, ())
    assert [one.revision for one in await stage.rows(Amendment)] == [2, 3]


async def test_its_number_is_not_given_to_another(stage: Stage) -> None:
    await apply(stage, changed(without(2)), drop={2})
    with pytest.raises(NotAgreed) as refusal:
        await apply(stage, changed(lambda plan: task(plan, 2).update(title="修建水库")))
    assert "第2项曾是“疏浚河道”" in refusal.value.found.comparison.objections[0]


async def test_another_lead_takes_over_and_the_first_is_freed(stage: Stage) -> None:
    taken = led_by(2, "发改委")
    await apply(stage, changed(taken))
    (milestone,) = await stage.rows(Milestone, col(Milestone.task_id) == 2)
    duties = {one.unit_id: one for one in await stage.rows(Duty, col(Duty.milestone_id) == milestone.id)}
    units = {one.id: one.name for one in await stage.rows(Unit)}
    assert {units[unit]: one.state for unit, one in duties.items()} == {
        "水利局": DutyState.DROPPED,
        "发改委": DutyState.OPEN,
    }
    assert (await stage.request(2)).state is RequestState.ASKED  # the round keeps whom it asked
    words = {one.facts["unit"]: one.facts["items"][0] for one in await stage.told("plan-amended")}
    assert (words["发改委"]["part"], words["水利局"]["part"]) == ("lead", None)
    assert await in_force(stage, (taken,))


async def test_a_new_unit_gets_its_seats(stage: Stage) -> None:
    def new(plan: dict[str, object]) -> None:
        plan["units"] = [*plan["units"], {"name": "林业局"}]  # type: ignore[misc] # a list of the stage's
        task(plan, 3)["lead_units"] = ["林业局"]

    await apply(stage, changed(new))
    (unit,) = await stage.rows(Unit, col(Unit.name) == "林业局")
    assert [one.role for one in await stage.rows(Seat, col(Seat.unit_id) == unit.id)] == [Role.CONTACT, Role.LEADER]


async def test_a_renamed_unit_keeps_its_people_and_its_duties(stage: Stage) -> None:
    def renamed(plan: dict[str, object]) -> None:
        plan["units"] = [
            {"name": "水务局", "aliases": ["水利局"]} if one["name"] == "水利局" else one
            for one in plan["units"]  # type: ignore[attr-defined] # a list of the stage's
        ]

    seats = await stage.rows(Seat)
    await apply(stage, changed(renamed))
    assert await in_force(stage, (renamed,))
    assert await stage.rows(Seat) == seats
    assert (await stage.duty(2)).state is DutyState.OPEN
    assert "单位“水利局”改名为“水务局”" in await stage.words_of("plan-amended")


async def test_another_office_takes_the_seat_with_its_people(stage: Stage) -> None:
    def moved(plan: dict[str, object]) -> None:
        plan["units"] = [*plan["units"], {"name": "督查办"}]  # type: ignore[misc] # a list of the stage's
        plan["plan"] = plan["plan"] | {"office": "督查办", "ends": date(2023, 6, 30)}  # type: ignore[operator] # a dict

    await apply(stage, changed(moved))
    (unit,) = await stage.rows(Unit, col(Unit.name) == "督查办")
    assert [one.unit_id for one in await stage.rows(Seat, col(Seat.role) == Role.OFFICE)] == [unit.id]
    assert [(one.office_id, one.ends) for one in await stage.rows(PlanRecord)] == [(unit.id, date(2023, 6, 30))]


async def test_the_same_file_twice_changes_nothing(stage: Stage) -> None:
    await apply(stage, changed(MOVED))
    entries = len(await stage.rows(AuditEntry))
    amended = await apply(stage, changed(MOVED), fingerprint="only a comment")
    assert amended.work is None
    assert len(await stage.rows(AuditEntry)) == entries
    assert [one.fingerprint for one in await stage.rows(PlanRecord)] == ["only a comment"]


async def test_another_plan_is_refused(stage: Stage) -> None:
    with pytest.raises(NotAgreed) as refusal:
        await apply(stage, changed(lambda plan: plan["plan"].update(id="other")))
    assert "这是另一个方案" in refusal.value.found.comparison.objections[0]


async def test_of_two_at_once_one_wins_and_the_other_is_told(stage: Stage) -> None:
    plans = [changed(MOVED), changed(due(2, 1, due=LATER))]
    results = await asyncio.gather(*(apply(stage, one, seen=1) for one in plans), return_exceptions=True)
    assert {type(one).__name__ for one in results} == {"Amended", "RegisterMoved"}
    (lost,) = [one for one in results if isinstance(one, RegisterMoved)]
    assert lost.revision == 2
    assert len(await stage.rows(Amendment)) == len(await stage.rows(Decree)) == 1


async def test_a_breakdown_in_the_middle_changes_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("the machine stops")

    monkeypatch.setattr("register.amending.amend.make_seats", broken)
    with pytest.raises(OSError, match="stops"):
        await apply(stage, changed(MOVED, without(2)), drop={2})
    assert await in_force(stage, ())
    assert not await stage.rows(Decree)
    assert [one.dropped_on for one in await stage.rows(Task)] == [None] * 3
