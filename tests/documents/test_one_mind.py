"""The draft in chat and the paper of one quarter hold the same against the same units, and count the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import actor_of
from actions.extend import ask_extension
from actions.review_extension import judge_extension
from bot.templates import Templates
from database.engine import Database
from documents.facts import Facts, facts_of
from documents.frames import frames
from documents.measures import Measures
from documents.notices import Paperwork
from documents.paper import Paper
from documents.scope import Scope
from documents.texts import paper_text, summary_html
from documents.view import look
from documents.words import SHIPPED
from outbox.message import Message
from register.snapshot import Snapshot, take_snapshot
from register.states import ClimbState, DutyState, RequestState, Verdict
from register.tables import Climb, Duty, Milestone, Person, Report, Request, Task, Unit
from tests.schedules.small import RULES, SMALL, ZONE, Town

TOWNS = ("甲镇", "乙镇", "丙镇")
LEADS = ("管委会", "水利局", "住建局", "教育局", "民政局", "发改委")
SLOW = [("乙镇", 5, 20, 50), ("水利局", 2, 10, 33)]
"""Unit, task, its own percent, the elapsed share: the furthest behind first."""
AFTER_CLOSE = datetime(2021, 7, 2, 15, tzinfo=ZONE)


def _task(number: int, title: str, lead: str, due: date) -> dict[str, Any]:
    milestones = [{"due": due, "wording": f"{due.year}年{due.month}月{due.day}日前"}]
    return {"number": number, "title": title, "lead_units": [lead], "milestones": milestones}


PLAN: dict[str, Any] = {
    **SMALL,
    "units": [
        *({"name": name} for name in ("办公室", "督查局", "领导小组", *LEADS, *TOWNS)),
        {"name": "各乡镇", "members": list(TOWNS)},
    ],
    "tasks": [
        _task(1, "修编总体规划", "发改委", date(2021, 8, 15)),
        _task(2, "疏浚河道", "水利局", date(2021, 9, 30)),
        _task(3, "改造旧厂房", "住建局", date(2021, 12, 31)),
        _task(4, "培训技工", "教育局", date(2021, 12, 31)),
        _task(5, "清理闲置土地", "各乡镇", date(2021, 8, 15)),
        _task(6, "安置职工", "民政局", date(2021, 7, 15)),
        _task(7, "公布清单", "管委会", date(2021, 6, 10)),
    ],
}
REPORTED = {
    ("发改委", 1): 30,
    ("水利局", 2): 10,
    ("住建局", 3): 15,
    ("民政局", 6): 60,
    ("甲镇", 5): 45,
    ("乙镇", 5): 20,
}
"""教育局 and 丙镇 keep silent."""


@dataclass
class Quarter:
    """What came of it: the draft's words, the paper's facts, and the register both are made of."""

    draft: str
    brief: str
    facts: Facts
    register: Snapshot

    @property
    def notice(self) -> str:
        return paper_text(Paper.NOTICE, self.facts)


@pytest.fixture
async def quarter(database: Database) -> Quarter:
    """One extension before the close and one after it, one slow unit of three, one return, one silence."""
    town = await Town.found(database, plan=PLAN)
    await town.until("2021-06-07")
    async with database.writing() as session:
        duty = await _duty(session, 7, "管委会")
        duty.state, duty.met_at, duty.closed_at = DutyState.CLOSED, town.now, town.now
    await town.until("2021-06-24")
    await _extend(database, 6, "民政局", date(2021, 7, 29), town.now + timedelta(hours=2))
    async with database.writing() as session:
        for (unit, number), percent in REPORTED.items():
            await _report(session, unit, number, percent, town.now + timedelta(days=1))
    await town.until("2021-07-02")
    await _extend(database, 1, "发改委", date(2021, 12, 31), AFTER_CLOSE)
    async with database.writing() as session:
        await _return(session, "住建局", 3)
    await town.until("2021-07-06")
    async with database.reading() as session:
        told = {
            one.kind: one.facts
            for one in await session.exec(select(Message).where(col(Message.kind).in_(["notice", "brief"])))
        }
        register = await take_snapshot(session, RULES, town.now)
    words = Templates(SHIPPED, ZONE)
    facts = facts_of(Measures(look(register, Scope(quarter="2021Q2"))))
    return Quarter(words.render("notice", told["notice"]), words.render("brief", told["brief"]), facts, register)


def lagging(text: str) -> list[tuple[str, int, int, int]]:
    """Whom a text calls behind, with the figures it gives, in its order."""
    chat = r"(?P<unit>[^：；、\s]+?)(?:牵头的|：)第(?P<task>\d+)项 [^，；。\n]+(?:，滞后序时进度)?"
    paper = r"第(?P<number>\d+)项“[^”]+”，(?P<lead>[^，]+)牵头"
    found = re.finditer(rf"(?:{chat}|{paper})，已报进度(?P<percent>\d+)%，序时进度(?P<elapsed>\d+)%", text)
    return [
        (
            one["unit"] or one["lead"],
            int(one["task"] or one["number"]),
            int(one["percent"]),
            int(one["elapsed"]),
        )
        for one in found
    ]


async def test_draft_and_paper_call_the_same_units_behind(quarter: Quarter) -> None:
    """Neither the town that is ahead of its share, nor the unit at 60 % of 61 %, nor one by a date moved since."""
    for text in (quarter.draft, quarter.brief, quarter.notice, paper_text(Paper.BRIEF, quarter.facts)):
        assert lagging(text) == SLOW
    assert "甲镇" not in quarter.draft + quarter.notice
    assert "乙镇，已报20%，序时50%" in summary_html(quarter.facts)


async def test_draft_and_paper_count_the_tasks_of_the_plan(quarter: Quarter) -> None:
    papers = (paper_text(kind, quarter.facts) for kind in (Paper.NOTICE, Paper.BRIEF, Paper.PROGRESS))
    for text in (quarter.draft, quarter.brief, *papers):
        assert "方案共安排事项7项" in text
        assert "已办结1项，办结率14.3%；在办6项" in text
    assert "在办6项，其中正常推进2项、滞后序时进度2项，暂无有效进度2项。" in quarter.notice
    assert "事项7项，办结率14.3%" in summary_html(quarter.facts)


async def test_what_was_returned_has_not_come_in_time(quarter: Quarter) -> None:
    assert "应报进展8项，按时报送5项，已退回、尚未重报1项，未报送2项" in quarter.draft
    assert "应报进展8项，按时报送5项，按时报送率62.5%；已退回、尚未重报1项；未报送2项" in quarter.notice
    for text in (quarter.draft, quarter.notice):
        assert re.search("已退回、尚未重报的?：住建局（第3项）。", text)
    assert "应报8项：按时5，逾期0，已退回未重报1，未报2" in summary_html(quarter.facts)
    sheets = dict(frames(Measures(look(quarter.register, Scope(quarter="2021Q2")))))
    answers = list(sheets["reports"]["answer"])
    assert [answers.count(one) for one in ("按时报送", "已退回、尚未重报", "未报送")] == [5, 1, 2]
    units = sheets["units"].set_index("unit")
    assert list(units.loc["住建局", ["asked", "answered", "returned"]]) == [1, 0, 1]


async def test_the_public_version_says_nothing_of_returns(quarter: Quarter) -> None:
    assert "returned" not in Paperwork().facts(quarter.register, "2021Q2")["public"]["round"]


async def test_the_annex_tells_a_mean_as_one(quarter: Quarter) -> None:
    """A town that kept silent makes nobody's percent smaller."""
    found = next(one for one in quarter.facts["tasks"] if one["number"] == 5)
    assert (found["percent"], found["told"], found["units"]) == ("32%", 2, 3)


async def test_before_the_rules_have_looked_nobody_is_behind_or_in_time(database: Database) -> None:
    """The round's last day is over, and its first working day has not begun."""
    town = await Town.found(database, plan=PLAN)
    await town.until("2021-06-24")
    async with database.writing() as session:
        await _report(session, "水利局", 2, 10, town.now)
    async with database.reading() as session:
        register = await take_snapshot(session, RULES, datetime(2021, 7, 1, 8, tzinfo=ZONE))
    facts = facts_of(Measures(look(register, Scope())))
    assert (facts["behind"], facts["totals"]["behind"], facts["totals"]["on_schedule"]) == ([], 0, 0)


async def test_a_finding_keeps_the_percent_it_was_made_by(quarter: Quarter, database: Database) -> None:
    """What was returned and reported again after the close changes nothing of what was found on that day."""
    async with database.writing() as session:
        await _return(session, "水利局", 2)
        await _report(session, "水利局", 2, 80, AFTER_CLOSE + timedelta(days=1))
    async with database.reading() as session:
        register = await take_snapshot(session, RULES, datetime(2021, 7, 6, 9, tzinfo=ZONE))
    (found,) = [one for one in register.climbs if one.cause == "slow" and one.task == 2]
    assert (found.percent, found.state) == (10, ClimbState.CLIMBING)


async def test_a_case_is_not_held_against_a_unit_by_a_date_that_has_moved(quarter: Quarter, database: Database) -> None:
    """An extension withdraws what climbs; what has become a case stays one, and is still measured by no old date."""
    async with database.writing() as session:
        climbs = await session.exec(
            select(Climb).join(Task, col(Task.id) == col(Climb.task_id)).where(Task.number == 1)
        )
        for climb in climbs:
            climb.state = ClimbState.PROPOSED
    async with database.reading() as session:
        register = await take_snapshot(session, RULES, datetime(2021, 7, 6, 9, tzinfo=ZONE))
    facts = facts_of(Measures(look(register, Scope(quarter="2021Q2"))))
    assert [one["leads"] for one in facts["behind"]] == ["乙镇", "水利局"]


async def _duty(session: AsyncSession, number: int, unit: str) -> Duty:
    found = select(Duty).join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
    found = found.join(Task, col(Task.id) == col(Milestone.task_id)).join(Unit, col(Unit.id) == col(Duty.unit_id))
    return (await session.exec(found.where(Task.number == number, Unit.name == unit))).one()


async def _request(session: AsyncSession, unit: str, number: int) -> Request:
    found = select(Request).join(Task, col(Task.id) == col(Request.task_id))
    found = found.join(Unit, col(Unit.id) == col(Request.unit_id))
    return (await session.exec(found.where(Task.number == number, Unit.name == unit))).one()


async def _report(session: AsyncSession, unit: str, number: int, percent: int, at: datetime) -> None:
    asked = await _request(session, unit, number)
    versions = await session.exec(select(Report).where(Report.request_id == asked.id))
    milestone = (await session.exec(select(Milestone.id).where(Milestone.task_id == asked.task_id))).one()
    asked.state, asked.answered_at = RequestState.ANSWERED, asked.answered_at or at
    session.add(
        Report(
            request_id=asked.id or 0,
            version=len(versions.all()) + 1,
            milestone_id=milestone,
            percent=percent,
            done="已启动",
            filed_at=at,
            filed_by=(await session.exec(select(Person.id).limit(1))).one() or 0,
            in_time=True,
        )
    )


async def _return(session: AsyncSession, unit: str, number: int) -> None:
    asked = await _request(session, unit, number)
    asked.state = RequestState.RETURNED
    report = (await session.exec(select(Report).where(Report.request_id == asked.id))).one()
    report.verdict, report.verdict_at, report.verdict_reason = Verdict.RETURNED, AFTER_CLOSE, "请补充清单"


async def _extend(database: Database, number: int, unit: str, due: date, at: datetime) -> None:
    async with database.writing() as session:
        duty = await _duty(session, number, unit)
        asker, judge = [await _person(session, name) for name in (f"{unit}contact", "办公室office")]
        actor = await actor_of(session, asker.telegram_id, asker.name, asker.telegram_id)
        asked = await ask_extension(session, RULES, actor, duty.id or 0, due, "手续未批复", None, at)
        actor = await actor_of(session, judge.telegram_id, judge.name, judge.telegram_id)
        await judge_extension(session, RULES, actor, asked.extension_id, True, None, at)


async def _person(session: AsyncSession, name: str) -> Person:
    return (await session.exec(select(Person).where(Person.name == name))).one()
