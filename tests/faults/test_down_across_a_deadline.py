"""The program is down while a quarter ends: what people did in time waits at the server, and is heard first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import select

from database.engine import Database
from duban.files import Files
from duban.leading import Leader
from duban.settings import Settings
from outbox.message import Message
from register.states import DutyState, RequestState
from register.tables import Duty, Report, Request
from tests.faults.crowd import FINGERPRINT, OFFICE, QUARTER_END, RECEIPT, Contact, asked_city, city_plan, unit_of
from tests.faults.rest import at_rest
from tests.faults.rig import Rig
from tests.faults.scale import times
from tests.harness.chat import RULES, TOKEN, ZONE

SIZE = times(6, 201)
CLAIMS = range(2, times(4, 41))
"""These units' tasks fall due that night, and they claim completion; the others report."""
SILENT = 1
"""The one unit that does nothing, and must be found missing."""
AFTERNOON, LAST_HEARD, PRESSED = (datetime(2021, 6, 30, hour, tzinfo=ZONE) for hour in (15, 20, 22))
SIX_HOURS_LATER, NEXT_MORNING = datetime(2021, 7, 1, 2, tzinfo=ZONE), datetime(2021, 7, 1, 9, 30, tzinfo=ZONE)
JUDGING = ("逾期", "未报", "迟报", "预警", "督办单", "报送截止")


@pytest.fixture
async def city(database: Database, tmp_path: Path) -> AsyncIterator[tuple[Rig, Sequence[Contact]]]:
    """Everybody has filled in the form; the afternoon of the last day."""
    async with asked_city(database, tmp_path, SIZE, CLAIMS) as (rig, contacts):
        ear = rig.house.poller(seconds=0)
        await ear.take_in()
        rig.clock.move_to(AFTERNOON)
        busy = [contact for contact in contacts if contact.number != SILENT]
        while busy := [contact for contact in busy if not contact.ready]:
            for contact in busy:
                contact.reports(1)
            while await ear.take_in():
                pass
            await rig.house.settle()
        rig.clock.move_to(LAST_HEARD)
        await ear.take_in()
        yield rig, contacts


@pytest.mark.parametrize("back", [(SIX_HOURS_LATER, NEXT_MORNING), (NEXT_MORNING,)], ids=["at night", "in the morning"])
async def test_nobody_is_chased_who_answered_in_time(
    city: tuple[Rig, Sequence[Contact]], back: Sequence[datetime]
) -> None:
    rig, contacts = city
    timely = [contact for contact in contacts if contact.number != SILENT]
    rig.clock.move_to(PRESSED)
    before = {contact.number: contact.heard() for contact in contacts}
    for contact in timely:
        contact.confirms()
    for moment in back:
        rig.clock.move_to(moment)
        async with _running(rig):
            await at_rest(rig)

    for contact in timely:
        (receipt,) = set(contact.heard()) - set(before[contact.number])
        assert RECEIPT in receipt
        assert not [word for word in JUDGING if word in receipt]
    await _judged(rig)
    assert await rig.broken(swept=True) == []


async def _judged(rig: Rig) -> None:
    """The register accuses the silent unit, and no other."""
    async with rig.database.reading() as session:
        reports, requests = list(await session.exec(select(Report))), list(await session.exec(select(Request)))
        duties, letters = list(await session.exec(select(Duty))), list(await session.exec(select(Message)))
    assert len(reports) == SIZE - 1 - len(CLAIMS)
    assert all(report.in_time for report in reports)
    assert [request.state for request in requests].count(RequestState.ASKED) == 1
    open_and_past = [duty for duty in duties if duty.state is DutyState.OPEN and duty.due <= QUARTER_END]
    assert not open_and_past
    accusing = [letter for letter in letters if letter.kind in ("missing-list", "warning")]
    assert {letter.address for letter in accusing} == {str(rig.people[name]) for name in (OFFICE, str(SILENT))}
    about = [
        item["about"]
        for letter in accusing
        if letter.address == str(rig.people[OFFICE])
        for item in letter.facts["items"]
    ]
    assert set(about) == {unit_of(SILENT)}


@asynccontextmanager
async def _running(rig: Rig) -> AsyncIterator[None]:
    """The service from its start on, in the order in which ``duban run`` does things; in the end it is broken off."""
    settings = Settings(home=rig.folder, bot_api_url=rig.root, telegram_token=SecretStr(TOKEN))
    files = Files(city_plan(SIZE, CLAIMS), FINGERPRINT, RULES)
    running = asyncio.create_task(Leader(settings, files, rig.house.plot).lead())
    try:
        yield
        assert not running.done(), "the service ended by itself"
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
