"""A snapshot tells what the register holds, on every store, without asking again for every row."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from database.engine import Database
from register.light import Light
from register.snapshot import EmptyRegister, Snapshot, TaskFacts, take_snapshot
from register.states import CaseState, DutyState, Verdict
from tests.documents.quarter import NOW, RULES, fill_second_quarter, install, second_quarter


async def taken(database: Database) -> Snapshot:
    async with database.reading() as session:
        return await take_snapshot(session, RULES, NOW)


def task(snapshot: Snapshot, number: int) -> TaskFacts:
    return next(found for found in snapshot.tasks if found.number == number)


async def test_an_empty_register_says_so(database: Database) -> None:
    with pytest.raises(EmptyRegister, match="还没有方案"):
        await taken(database)


async def test_the_quarter_is_read_back(database: Database) -> None:
    async with database.writing() as session:
        await second_quarter(session)
    snapshot = await taken(database)

    assert (snapshot.title[:7], snapshot.today) == ("河南省产业集聚", date(2021, 7, 16))
    assert [phase.name for phase in snapshot.phases] == ["启动部署阶段", "集中攻坚阶段", "总结完善阶段", "巩固提升阶段"]
    assert (snapshot.phases[0].starts, snapshot.phases[-1].ends) == (date(2021, 4, 1), None)
    assert (snapshot.office, snapshot.bureau, snapshot.consolidator) == (
        "领导小组办公室",
        "市委市政府督查局",
        "产业集聚区管委会",
    )
    assert [found.number for found in snapshot.tasks] == list(range(1, 26))
    assert sum(len(found.milestones) for found in snapshot.tasks) == 26

    late = task(snapshot, 11).milestones[0]
    assert (late.light, late.late, late.days_late, late.closed_on) == (Light.DONE, True, 5, date(2021, 7, 6))
    overdue = task(snapshot, 1).milestones[0]
    assert (overdue.light, overdue.days_late, overdue.closed_on) == (Light.RED, 16, None)
    claimed = task(snapshot, 15).milestones[0].duties[0]
    assert (claimed.state, claimed.light, claimed.days_late) == (DutyState.CLAIMED, Light.GREEN, 0)

    townships = task(snapshot, 9)
    assert townships.leads_named == ("各乡镇人民政府",)
    assert townships.leads == ("颍川办", "夏都办", "梁北镇", "褚河镇", "郭连镇")
    assert [milestone.ordinal for milestone in task(snapshot, 13).milestones] == [1, 2]


async def test_of_a_report_only_the_latest_version_counts(database: Database) -> None:
    async with database.writing() as session:
        await second_quarter(session)
    asked = {(found.task, found.unit): found for found in (await taken(database)).rounds[0].requests}

    corrected = asked[5, "产业集聚区管委会"].report
    assert corrected is not None
    assert (corrected.version, corrected.percent, corrected.milestone) == (2, 20, 1)
    returned = asked[8, "自然资源和规划局"].report
    assert returned is not None
    assert (returned.verdict, returned.verdict_reason) == (Verdict.RETURNED, "请补充清单")
    assert asked[1, "发改委"].missing
    claim = asked[15, "涉法涉诉用地和僵尸企业处置工作专班"]
    assert claim.report is None
    assert not claim.missing


async def test_the_ladder_leads_to_the_case(database: Database) -> None:
    async with database.writing() as session:
        await second_quarter(session)
    snapshot = await taken(database)

    steps = [[step.step for step in climb.steps] for climb in snapshot.climbs]
    assert steps == [["warning", "order"], ["warning", "order", "proposal"]]
    assert [(climb.milestone, climb.quarter) for climb in snapshot.climbs] == [(1, None), (None, "2021Q2")]
    assert snapshot.climbs[1].case == snapshot.cases[0]
    assert (snapshot.cases[0].unit, snapshot.cases[0].state) == ("发改委", CaseState.PROPOSED)


async def test_a_snapshot_travels_to_another_process(database: Database) -> None:
    async with database.writing() as session:
        await second_quarter(session)
    snapshot = await taken(database)
    assert pickle.loads(pickle.dumps(snapshot)) == snapshot  # noqa: S301 - our own bytes


async def test_more_rows_ask_no_more_statements(database: Database) -> None:
    async with database.writing() as session:
        await install(session)
    with counted(database) as before:
        await taken(database)
    async with database.writing() as session:
        await fill_second_quarter(session)
    with counted(database) as after:
        await taken(database)
    assert len(after) == len(before) <= 27


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Every SELECT inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
