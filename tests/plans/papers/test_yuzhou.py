"""The source plan, imported, fills the register as the plan does that was written by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from database.engine import Database
from plans.check import load_plan, require_plan
from plans.model import Plan
from plans.papers.drafting import draft_of
from plans.papers.reading import read_paper
from plans.papers.writer import write_draft
from plans.problems import refuses
from register.loading import install_plan
from register.tables import Duty, Milestone, Task, TaskUnit, Unit
from tests.harness.stores import create_tables

ROOT = Path(__file__).parents[3]
PAPER = ROOT / "tests" / "corpora" / "yuzhou-plan.txt"
NOW = datetime(2021, 5, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = tmp_path_factory.mktemp("draft") / "tasks.yaml"
    path.write_text(write_draft(draft_of(read_paper(PAPER)), "yuzhou-100-parks"), encoding="utf-8")
    plan, problems = load_plan(path)
    assert not refuses(problems), problems
    assert plan is not None
    return plan


@pytest.fixture(scope="module")
def by_hand() -> Plan:
    return require_plan(ROOT / "data" / "tasks.yaml")


def completed(draft: Plan, by_hand: Plan) -> Plan:
    """The draft with its proposals accepted, and with what no paper tells: the head, the other units, the members."""
    known = {unit.name: unit for unit in by_hand.units}
    units = [
        unit.model_copy(update={"members": known[unit.name].members}) for unit in draft.units if unit.name in known
    ]
    names = {unit.name for unit in units}
    return Plan(
        plan=by_hand.plan, units=(*units, *(one for one in by_hand.units if one.name not in names)), tasks=draft.tasks
    )


def test_25_tasks_are_found_without_a_doubt_about_any(draft: Plan) -> None:
    text = write_draft(draft_of(read_paper(PAPER)), "yuzhou-100-parks")

    assert [task.number for task in draft.tasks] == list(range(1, 26))
    assert "# ?" not in text.partition("\ntasks:")[2]


def test_every_task_is_as_written_by_hand(draft: Plan, by_hand: Plan) -> None:
    assert [task.model_dump() for task in draft.tasks] == [task.model_dump() for task in by_hand.tasks]


def test_the_names_of_one_unit_are_proposed_as_its_aliases(draft: Plan, by_hand: Plan) -> None:
    official = {name: unit.name for unit in by_hand.units for name in (unit.name, *unit.aliases)}
    used = {name for task in by_hand.tasks for name in (*task.lead_units, *task.responsible_units)}
    proposed = {name: unit.name for unit in draft.units for name in (unit.name, *unit.aliases)}

    assert {name: proposed[name] for name in used} == {name: official[name] for name in used}


async def test_the_register_is_the_same(draft: Plan, by_hand: Plan) -> None:
    assert await registered(completed(draft, by_hand)) == await registered(by_hand)


async def registered(plan: Plan) -> dict[str, list[tuple[object, ...]]]:
    """What the register then holds of tasks, with units by their names."""
    async with fresh() as session:
        await install_plan(session, plan, "", NOW)
        await session.flush()
        tasks = {one.id: one for one in (await session.exec(select(Task))).all()}
        units = {one.id: one for one in (await session.exec(select(Unit))).all()}
        milestones = {one.id: one for one in (await session.exec(select(Milestone))).all()}
        parts = (await session.exec(select(TaskUnit))).all()
        duties = (await session.exec(select(Duty))).all()
    taking_part = {part.unit_id for part in parts}
    return {
        "tasks": [(one.number, one.section, one.title, one.description, one.undated) for one in tasks.values()],
        "units": sorted(
            (one.name, one.collective, one.settled, one.leading_body) for one in units.values() if one.id in taking_part
        ),
        "parts": [
            (tasks[one.task_id].number, units[one.unit_id].name, one.part, one.named_as, one.position) for one in parts
        ],
        "milestones": [
            (tasks[one.task_id].number, one.ordinal, one.baseline, one.due, one.wording, one.result, one.ongoing)
            for one in milestones.values()
        ],
        "duties": [
            (
                tasks[milestones[one.milestone_id].task_id].number,
                milestones[one.milestone_id].ordinal,
                units[one.unit_id].name,
            )
            for one in duties
        ],
    }


@asynccontextmanager
async def fresh() -> AsyncIterator[AsyncSession]:
    """An empty register in memory."""
    store = Database("sqlite+aiosqlite://")
    try:
        await create_tables(store)
        async with store.writing() as session:
            yield session
    finally:
        await store.close()
