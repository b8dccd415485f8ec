"""Any plan may follow any other: the register then says what a fresh one would say, and nothing of the past is gone."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from actions.amend_plan import amend_plan
from database.engine import Database
from plans.blueprint import blueprint_of
from plans.model import Plan
from register.amending.amend import Amended, Consent, NewPlan
from register.blueprint import revision_of
from register.loading import install_plan
from register.record import broken_link
from register.tables import Duty, Milestone, Task
from tests.harness.stores import create_tables
from tests.properties.structure import seats_of, structure_of
from tests.schedules.small import RULES, ZONE

NOW = datetime(2021, 6, 1, 10, tzinfo=ZONE)
BODIES = ("办公室", "督查局", "领导小组", "管委会")
NUMBERS = (1, 2, 3, 4)
ALL = frozenset(NUMBERS)
UNITS = ("发改委", "水利局", "林业局", "财政局")
LONG = {"发改委": "市发改委", "水利局": "市水利局"}
"""Units that a plan may call by either name; the other one is kept as an alias."""

MILESTONES = st.lists(
    st.tuples(
        st.dates(date(2021, 6, 1), date(2022, 12, 31)),
        st.sampled_from(["年底前", "季度末前"]),
        st.sampled_from([None, "完成初稿", "完成报批"]),
        st.booleans(),
    ),
    max_size=3,
)
PARTS = st.lists(st.sampled_from([*UNITS, "各单位"]), min_size=1, max_size=3, unique=True)


@st.composite
def tasks(draw: st.DrawFn, number: int) -> dict[str, Any]:
    marks = draw(MILESTONES)
    task = {
        "number": number,
        "title": f"第{number}件实事",
        "description": draw(st.sampled_from([None, "要点", "新的要点"])),
        "lead_units": draw(PARTS),
        "responsible_units": draw(st.lists(st.sampled_from(UNITS), max_size=2, unique=True)),
        "milestones": [
            {"due": due, "wording": wording, "result": result, "ongoing": ongoing}
            for due, wording, result, ongoing in marks
        ],
        "undated": not marks,
    }
    return {name: value for name, value in task.items() if value is not None}


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    members = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True))
    units: list[dict[str, Any]] = [{"name": name} for name in BODIES]
    for name in draw(st.permutations(UNITS)):
        long = LONG.get(name)
        short_first = long is None or draw(st.booleans())
        units.append(
            {"name": name if short_first else long, "aliases": [long if short_first else name] if long else []}
        )
    units.append({"name": "各单位", "members": members, "settled": draw(st.booleans())})
    numbers = draw(st.sets(st.sampled_from(NUMBERS), min_size=1))
    owners = draw(st.lists(st.sampled_from(UNITS), max_size=2))
    return Plan.model_validate(
        {
            "plan": {
                "id": "any",
                "title": draw(st.sampled_from(["试点方案", "试点方案（修订）"])),
                "starts": date(2021, 5, 15),
                "ends": date(2022, 12, 31),
                "office": draw(st.sampled_from(["办公室", "管委会"])),
                "bureau": "督查局",
                "leading_group": "领导小组",
                "consolidator": draw(st.sampled_from(["管委会", "发改委"])),
                "targets": [
                    {"id": f"t{place}", "name": "指标", "unit": "亩", "min": 10 + place, "owner": owner}
                    for place, owner in enumerate(owners)
                ],
            },
            "units": units,
            "tasks": [draw(tasks(number)) for number in sorted(numbers)],
        }
    )


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Holds an empty store, made once, to be copied."""
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(_make_tables(Path(name) / "empty.db"))
        yield Path(name)


async def _make_tables(path: Path) -> None:
    store = Database(f"sqlite:///{path}", durable=False)
    await create_tables(store)
    await store.close()


@asynccontextmanager
async def holding(folder: Path, name: str, plan: Plan) -> AsyncIterator[Database]:
    """A register freshly made from ``plan``."""
    path = folder / f"{name}.db"
    shutil.copy(folder / "empty.db", path)
    store = Database(f"sqlite:///{path}", durable=False)
    try:
        async with store.writing() as session:
            await install_plan(session, plan, "first", NOW)
        yield store
    finally:
        await store.close()
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


async def apply(store: Database, plan: Plan) -> Amended:
    async with store.writing() as session:
        consent = Consent(await revision_of(session), ALL, ALL)
        return await amend_plan(session, RULES, NewPlan(blueprint_of(plan), "next"), consent, NOW)


async def rows(store: Database) -> list[int]:
    """How many tasks, milestones and duties there are, dropped ones too."""
    async with store.reading() as session:
        return [(await session.exec(select(func.count(col(table.id))))).one() for table in (Task, Milestone, Duty)]


@given(plans(), plans())
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],  # an example is large; the smallest one is not worth minutes of looking for it
    suppress_health_check=list(HealthCheck),
)
def test_after_a_change_the_register_says_what_a_fresh_one_says(folder: Path, first: Plan, second: Plan) -> None:
    asyncio.run(_there_and_back(folder, first, second))


async def _there_and_back(folder: Path, first: Plan, second: Plan) -> None:
    async with holding(folder, "live", first) as live, holding(folder, "fresh", second) as fresh:
        before = await rows(live)
        await apply(live, second)
        async with live.reading() as changed, fresh.reading() as made:
            assert await structure_of(changed) == await structure_of(made)
            assert await seats_of(changed) >= await seats_of(made)
            assert await broken_link(changed) is None
        assert (await apply(live, second)).work is None
        await apply(live, first)
        assert all(now >= then for now, then in zip(await rows(live), before, strict=True))
    async with holding(folder, "fresh", first) as fresh:
        await apply(fresh, first)
