"""What the office returns twice climbs the ladder: the work that was reported is not effective."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import time
from typing import Any

from sqlmodel import col, select

from actions.access import actor_of
from actions.complete import claim
from actions.report import file_report
from actions.review import judge_completion, judge_report
from actions.texts import ReportAnswers
from database.engine import Database
from outbox.message import Message
from plans.policy import LadderRules, Policy
from register.calendar import WorkingCalendar
from register.climbs import begin
from register.rules import Rules
from register.states import Cause, ClimbState
from register.tables import Climb, Completion, Duty, Person, Report, Request
from tests.actions.stage import templates
from tests.schedules.small import RULES, ZONE, Town

CONTACT, OFFICE = "发改委contact", "办公室office"
Act = Callable[..., Awaitable[Any]]


async def does(town: Town, name: str, act: Act, *facts: Any) -> None:
    """At noon of the town's day."""
    async with town.database.writing() as session:
        person = (await session.exec(select(Person).where(Person.name == name))).one()
        actor = await actor_of(session, person.telegram_id, name, person.telegram_id)
        await act(session, RULES, actor, *facts, RULES.at(RULES.today(town.now), time(12)))


async def newest(town: Town, table: Any) -> int:
    async with town.database.reading() as session:
        return int((await session.exec(select(table.id).order_by(table.id.desc()).limit(1))).one())


async def report(town: Town, *, accepted: bool | None) -> None:
    """Report once more; None leaves it on the office's table."""
    await does(town, CONTACT, file_report, await newest(town, Request), ReportAnswers(percent=90, done="推进"), None)
    if accepted is not None:
        await does(town, OFFICE, judge_report, await newest(town, Report), accepted, "没有数据")


async def claim_and_return(town: Town) -> None:
    await does(town, CONTACT, claim, await newest(town, Duty), "已完成", None)
    await does(town, OFFICE, judge_completion, await newest(town, Completion), False, "没有批复")


async def test_a_report_returned_twice_is_warned_of_on_the_next_working_day(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-24")
    await report(town, accepted=False)
    await report(town, accepted=False)
    await town.until("2021-06-25")
    assert await town.said("warning", why="returns") == [
        ("2021-06-25", "发改委/contact", "returns"),
        ("2021-06-25", "办公室/office", "returns"),
    ]
    async with database.reading() as session:
        unit, office = await session.exec(select(Message).where(Message.kind == "warning").order_by(col(Message.id)))
    assert "2021年第二季度进展两次被退回，尚未通过审核" in templates().render("warning", unit.facts)
    assert "发改委：第1项2021年第二季度进展两次被退回" in templates().render("warning", office.facts)
    assert [button["label"] for row in unit.keyboard for button in row] == ["sign", "report-again"]


async def test_one_return_is_no_ground(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-24")
    await report(town, accepted=False)
    await report(town, accepted=True)
    await town.until("2021-06-28")
    assert await town.said("warning") == []


async def test_what_was_filed_again_waits_for_the_office_and_accepted_it_is_over(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-24")
    await report(town, accepted=False)
    await report(town, accepted=False)
    await report(town, accepted=None)
    await town.until("2021-06-28")
    assert await town.said("warning") == []
    await does(town, OFFICE, judge_report, await newest(town, Report), True, None)
    await town.until("2021-06-30")
    assert await town.said("warning") == []
    async with database.reading() as session:
        assert (await session.exec(select(Climb))).one().state is ClimbState.MET


async def test_a_third_return_takes_the_step_that_waited_and_only_once(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-24")
    for accepted in (False, False, None):
        await report(town, accepted=accepted)
    await town.until("2021-06-25")
    await does(town, OFFICE, judge_report, await newest(town, Report), False, "没有数据")
    await town.until("2021-06-30")
    assert [day for day, seat, _ in await town.said("warning") if seat == "发改委/contact"] == ["2021-06-28"]


async def test_a_claim_returned_twice_is_warned_of_before_its_day(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-15")
    await claim_and_return(town)
    await town.until("2021-06-16")
    assert await town.said("warning") == []
    await claim_and_return(town)
    await town.until("2021-06-17")
    assert [(day, why) for day, _, why in await town.said("warning")] == [("2021-06-17", "returns")] * 2
    async with database.reading() as session:
        told = (await session.exec(select(Message).where(Message.kind == "warning"))).first()
    assert told is not None
    assert "办结申请两次被退回，尚未通过审核" in templates().render("warning", told.facts)


async def test_where_the_policy_has_no_ladder_the_ground_is_on_record_and_nobody_is_told(database: Database) -> None:
    town = await Town.found(database)
    lenient = Rules(Policy(ladder=LadderRules(overdue=())), WorkingCalendar(), ZONE)
    async with database.writing() as session:
        duty = (await session.exec(select(Duty))).one()
        climb = Climb(
            key="overdue", cause=Cause.OVERDUE, unit_id=duty.unit_id, task_id=1, duty_id=duty.id, base=duty.due
        )
        begin(session, lenient, climb)
    await town.until("2021-06-04")
    assert climb.next_on is None
    assert await town.said("warning") == []
