"""N2: eight writers, a reader that never lets go and a second process on one SQLite file: nobody hears of a lock."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import quantiles

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from actions.access import Actor, actor_of
from actions.enter import enter
from actions.report import file_report
from actions.texts import ReportAnswers
from bot.inbox import InboxState, InboxUpdate
from database.engine import Database
from database.migrate import bring_up_to_date
from plans.model import Plan
from plans.roles import Role
from register.loading import install_plan
from register.record import broken_link
from register.seats import invite, unit_called
from register.tables import AuditEntry, Invitation, Report, Request, Seat
from sandbox import Sandbox
from sandbox.http import create_app, serve
from schedules.agenda import set_out
from schedules.sweep import sweep
from tests.bot.looking import rows
from tests.duban.town import run_duban
from tests.faults.at_once import Crowd
from tests.faults.scale import FULL, times
from tests.harness.chat import PLAN, RULES, START, TOKEN, running_town

WRITERS, ACTS = 8, times(8, 150)
INVITED = times(1, 10)
CONTACT = 501
MORNING = START.replace(month=6, day=24, hour=9)


@asynccontextmanager
async def endless_reader(database: Database) -> AsyncIterator[None]:
    """Somebody looks through the register all the while, in one transaction that sees one moment."""
    async with database.reading() as session:
        seen = (await session.exec(select(func.count(col(AuditEntry.id))))).one()
        yield
        assert (await session.exec(select(func.count(col(AuditEntry.id))))).one() == seen


@pytest.fixture
async def register(tmp_path: Path) -> AsyncIterator[Database]:
    """A durable SQLite file made as the program makes it; the round is open, and one contact fills its seat."""
    store = Database(_url(tmp_path))
    await bring_up_to_date(store)
    async with store.writing() as session:
        await install_plan(session, Plan.model_validate(PLAN), "small", START)
        await set_out(session, RULES, RULES.today(START))
        unit = await unit_called(session, "水利局")
        assert unit is not None
        seat = (await session.exec(select(Seat).where(Seat.unit_id == unit.id, Seat.role == Role.CONTACT))).one()
        secret = await invite(session, seat, 7, START)
    async with store.writing() as session:
        await enter(session, RULES, secret, CONTACT, "李联络", CONTACT, START)
    await sweep(store, RULES, MORNING)
    yield store
    await store.close()


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'duban.db'}"


async def test_eight_writers_a_reader_and_a_second_process_get_on(
    register: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with register.reading() as session:
        actor = await actor_of(session, CONTACT, "李联络", CONTACT)
        asked = (await session.exec(select(Request.id).where(Request.unit_id == actor.places[0].unit_id))).one()
    async with serve(create_app(Sandbox(TOKEN, lambda: MORNING))) as root, endless_reader(register):
        outside = asyncio.create_task(_invites(tmp_path, root))
        writers = [_files(register, actor, asked or 0, outside) for _ in range(WRITERS)]
        seconds = [second for took in await asyncio.gather(*writers) for second in took]
        await outside

    async with register.reading() as session:
        versions = list(await session.exec(select(Report.version).order_by(col(Report.id))))
        invitations = list(await session.exec(select(Invitation.id)))
        assert versions == list(range(1, len(seconds) + 1))
        assert len(invitations) == 1 + INVITED
        assert await broken_link(session) is None
    _tell(capsys, seconds)


async def _files(register: Database, actor: Actor, asked: int, outside: asyncio.Task[None]) -> list[float]:
    """One writer, at work as long as there is one outside; the seconds of each act, its turn and commit included."""
    took: list[float] = []
    while len(took) < ACTS or not outside.done():
        begun = time.monotonic()
        async with register.writing() as session:
            answers = ReportAnswers(percent=len(took) % 100, done="完成清淤")
            await file_report(session, RULES, actor, asked, answers, None, MORNING)
        took.append(time.monotonic() - begun)
    return took


async def _invites(folder: Path, root: str) -> None:
    """The operator invites people, each time in a process of its own, and each time it succeeds."""
    environment = {
        **os.environ,
        "DUBAN_TELEGRAM_TOKEN": TOKEN,
        "DUBAN_BOT_API_URL": root,
        "DUBAN_HOME": str(folder),
        "DUBAN_DATABASE_URL": _url(folder),
        "DUBAN_CLOCK": MORNING.isoformat(),
    }
    for _ in range(INVITED):
        process = await run_duban(environment, "invite", "水利局", log=folder / "errors.log")
        await process.communicate()
        assert process.returncode == 0, (folder / "errors.log").read_text(encoding="utf-8")


def _tell(shown: pytest.CaptureFixture[str], seconds: list[float]) -> None:
    """The full run says how long the acts took; no test fails by the clock of a busy machine."""
    if FULL:
        p99 = quantiles(seconds, n=100)[98] * 1000
        with shown.disabled():
            sys.stdout.write(f"\nN2: {len(seconds)} acts beside {INVITED} processes, p99 {p99:.0f} ms (wanted: 250)\n")


async def test_eight_people_and_a_reader_are_all_answered(tmp_path: Path) -> None:
    names = [f"联络员{number}" for number in range(WRITERS)]
    async with running_town(tmp_path, durable=True) as town:
        await town.seat(dict.fromkeys(names, ("水利局", Role.CONTACT)))
        for number in range(ACTS):
            for name in names:
                town.box.say(town.people[name], f"/task {101 + number}")
        crowd = Crowd(town)
        async with endless_reader(town.database):
            await crowd.serve(sending=True)

        heard = Counter(sent.text for sent in town.box.log)
        assert heard == {f"没有第{101 + number}项。": WRITERS for number in range(ACTS)}
        kept = await rows(town, InboxUpdate)
        assert {(one.state, one.tries) for one in kept} == {(InboxState.DONE, 0)}
        town.passes_over(*names)
        assert await crowd.broken(swept=False) == []
