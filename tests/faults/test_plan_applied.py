"""``duban apply`` beside a service at work, and killed with -9: the plan in force is wholly the old or wholly the new.

Whoever types the command again, or once more, comes to the new plan, and everybody is told of it once.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.amend_plan import amend_plan
from actions.enter import enter
from duban.amending import Agreed, apply_file
from duban.files import PlanFile, read_plan
from outbox.message import Message
from plans.blueprint import blueprint_of
from plans.compare import compare
from plans.model import Plan
from plans.roles import Role
from register.amending.amend import Consent, NewPlan
from register.blueprint import revision_of, standing_blueprint
from register.loading import install_plan, plan_of
from register.record import broken_link
from register.seats import invite
from register.tables import Amendment, Seat, Unit
from schedules.agenda import set_out
from tests.duban.town import run_duban
from tests.faults import points
from tests.faults.city import FIRST, FORENOON, City
from tests.faults.lives import Command, Nursery, running_nursery
from tests.faults.processes import seen, service
from tests.faults.scale import times
from tests.harness.chat import PLAN, RULES, one_task

CHANGED = PLAN | {
    "tasks": [
        one_task(1, "修编总体规划", "水利局", date(2021, 12, 31)),
        one_task(3, "治理河道", "水利局", date(2021, 9, 30)),
        one_task(4, "建设污水管网", "发改委", date(2022, 3, 31)),
    ]
}
"""One task has another lead, one another date, one is new, and the second is dropped."""
TASKS, DROPPED = 4, 2
AGREED = Agreed(drop=(DROPPED,))
CAST = {501: ("发改委", Role.CONTACT), 502: ("水利局", Role.CONTACT), 503: ("办公室", Role.OFFICE)}
SEEDS = range(times(1, 10))
ANY_MOMENT = range(times(1, 40))
CROWD = times(30, 300)

Contents = dict[str, list[str]]


class UndoneError(Exception):
    """Ends a transaction that only shows what would be."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with running_nursery() as nursery:
        yield nursery


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "changed.yaml", CHANGED)


def written(path: Path, plan: dict[str, Any]) -> Path:
    """A plan file; JSON is YAML too."""
    path.write_text(json.dumps(plan, ensure_ascii=False, default=str), encoding="utf-8")
    return path


async def seat_people(town: City) -> None:
    """The old plan is in force, and there is somebody to be told of a change."""
    async with town.database.writing() as session:
        await install_plan(session, Plan.model_validate(PLAN), "old", FORENOON)
        await session.flush()
        for number, (unit, role) in CAST.items():
            held = select(Seat).join(Unit).where(Unit.name == unit, Seat.role == role)
            secret = await invite(session, (await session.exec(held)).one(), 7, FORENOON)
            await session.flush()
            await enter(session, RULES, secret, number, f"{unit}某", number, FORENOON)


async def contents(town: City) -> Contents:
    """Every row of every table."""
    async with town.database.reading() as session:
        connection = await session.connection()
        return {
            table.name: sorted(repr(tuple(row)) for row in await connection.execute(table.select()))
            for table in SQLModel.metadata.sorted_tables
        }


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many rows each table has, but for whose turn it is: that is no fact."""
    await session.flush()
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name != "checkpoint"]
    return {table.name: (await session.exec(select(func.count()).select_from(table))).one() for table in tables}


async def undisturbed(town: City, file: PlanFile) -> dict[str, int]:
    """How many rows there are in each table when nothing goes wrong; done, looked at and undone."""
    found = dict[str, int]()
    with suppress(UndoneError):
        async with town.database.writing() as session:
            if await plan_of(session) is None:
                await install_plan(session, file.plan, file.fingerprint, FORENOON)
                await session.flush()
                await set_out(session, RULES, RULES.today(FORENOON))
            else:
                new = NewPlan(blueprint_of(file.plan), file.fingerprint)
                await amend_plan(session, RULES, new, Consent(1, AGREED.drop), FORENOON)
            found = await counts(session)
            raise UndoneError
    return found


async def judge_new(town: City, file: PlanFile, expected: dict[str, int], *, revision: int) -> None:
    """All of the new plan is in the register, once, with everything that is owed because of it."""
    async with town.database.reading() as session:
        plan = await plan_of(session)
        assert plan is not None
        assert plan.fingerprint == file.fingerprint
        assert compare(await standing_blueprint(session, plan), blueprint_of(file.plan)).empty
        assert await revision_of(session) == revision
        assert [one.revision for one in await session.exec(select(Amendment))] == [*range(2, revision + 1)]
        assert await counts(session) == expected
        told = Counter(await session.exec(select(Message.address)))
        assert told == (dict.fromkeys(map(str, CAST), 1) if revision > 1 else {})
        assert await broken_link(session) is None


async def killed_and_typed_again(town: City, nursery: Nursery, file: Path, point: str, **end: Any) -> None:
    before, plan = await contents(town), read_plan(file)
    expected = await undisturbed(town, plan)
    fresh = not before["plan"]
    words = ("apply", str(file)) if fresh else ("apply", str(file), "--drop", str(DROPPED))
    revision = 1 if fresh else 2
    environment = town.town.environment() | {"DUBAN_PLAN": str(file)}
    await nursery.types(Command(words, environment, str(town.town.home), point, **end))

    after = await contents(town)
    kept = after["plan"] != before["plan"]
    if point:
        assert kept == (point == points.PLAN_KEPT)
    if kept:
        await judge_new(town, plan, expected, revision=revision)
    else:
        assert after == before
    for _ in range(2):
        await apply_file(town.town.settings, file, AGREED)
        await judge_new(town, plan, expected, revision=revision)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("point", points.APPLYING)
async def test_killed_while_a_changed_plan_is_applied(
    town: City, nursery: Nursery, file: Path, point: str, seed: int
) -> None:
    await seat_people(town)
    nth = Random(seed).randint(1, TASKS) if point == points.TASK_BROUGHT else 1
    await killed_and_typed_again(town, nursery, file, point, nth=nth)


@pytest.mark.parametrize("point", [points.PLAN_SEEN, points.PLAN_BROUGHT, points.PLAN_KEPT])
async def test_killed_while_the_first_plan_is_applied(town: City, nursery: Nursery, file: Path, point: str) -> None:
    await killed_and_typed_again(town, nursery, file, point)


@pytest.mark.parametrize("seed", ANY_MOMENT)
async def test_killed_at_any_moment_of_the_command(town: City, nursery: Nursery, file: Path, seed: int) -> None:
    await seat_people(town)
    await killed_and_typed_again(town, nursery, file, "", seconds=Random(seed).uniform(0.05, 1.0))


async def typed(town: City, *words: str) -> list[str]:
    """A command that goes well, in a process of its own; the lines it prints."""
    log = town.town.home / "errors.log"
    process = await run_duban(town.town.environment(), *words, log=log)
    said, _ = await process.communicate()
    assert process.returncode == 0, await asyncio.to_thread(log.read_text, "utf-8")
    return said.decode().splitlines()


async def talks_until(ended: asyncio.Event, town: City, person: int) -> int:
    """Somebody asks one thing after another; how often."""
    asked = 0
    while not ended.is_set():
        await town.answers(person, "/help")
        asked += 1
    return asked


def heard(town: City, person: int) -> list[str]:
    return [sent.text for sent in town.box.log if sent.chat_id == person]


async def test_a_busy_service_goes_on_by_the_new_plan(town: City, file: Path, tmp_path: Path) -> None:
    """It sends to many and answers while the plan changes under it; it is not started again."""
    await seat_people(town)
    for number, (unit, _) in CAST.items():
        town.box.user(number, f"{unit}某", started=True)
    here = town.town.environment() | {"DUBAN_PLAN": str(written(tmp_path / "old.yaml", PLAN))}
    async with service(here) as running:
        await running.says("service_started")
        await town.owe(CROWD)
        ended = asyncio.Event()
        talking = asyncio.create_task(talks_until(ended, town, FIRST))
        shown = await typed(town, "diff", str(file))
        done = await typed(town, "apply", str(file), "--drop", str(DROPPED))
        assert done[:2] == ["已执行：方案第2版。有关单位和办公室将收到消息；服务不必重启。", shown[-1]]
        await seen(lambda: all(any("方案" in text for text in heard(town, person)) for person in CAST))
        ended.set()
        assert await talking > 0
        await town.answers(502, "/task 3")
        assert "2021年9月30日" in heard(town, 502)[-1]
        await town.answers(501, f"/task {DROPPED}")
        card = heard(town, 501)[-1]
        assert card.startswith("⚪")
        assert "按调整后的方案撤销" in card
        await seen(town.all_settled)
        running.terminate()
        assert await running.ended() == 143
    assert [line for line in running.lines if line["level"] == "error"] == []
    assert await town.broken() == []
