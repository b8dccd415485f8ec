"""``duban audit verify``: an entry changed is found, and so is a chain rewritten as a whole."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import col, select

from database.engine import Database
from duban.auditing import changed_notices, first_broken, said_of, still_holds
from duban.inviting import open_way_in
from duban.settings import Settings
from plans.roles import Role
from register.notice_check import ISSUED
from register.record import GENESIS, link_hash, note, seal
from register.tables import AuditEntry, AuditHead, NoticeCounter
from register.tables.notices import Numbered
from tests.duban.conftest import TOKEN

NOW = datetime.fromisoformat("2021-06-24T10:00:00+08:00")


@pytest.fixture
async def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DUBAN_TELEGRAM_TOKEN", TOKEN)
    settings = Settings(clock=NOW, bot_api_url="http://127.0.0.1:1")
    await open_way_in(settings, "发改委", Role.CONTACT, None)
    store = Database(settings.store)
    async with store.writing() as session:
        for number in range(5):
            await note(session, "person:1", "report_filed", f"request:{number}", NOW, percent=number)
    await store.close()
    return settings


async def sealed(settings: Settings) -> str:
    store = Database(settings.store)
    async with store.reading() as session:
        found = await seal(session)
    await store.close()
    return found


async def rewrite(settings: Settings, *, whole: bool) -> None:
    """Somebody with the database in hand raises a percent; with ``whole``, all the hashes after it too."""
    store = Database(settings.store)
    async with store.writing() as session:
        entries = list(await session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))
        entries[-2].facts = {"percent": 100}
        previous = GENESIS
        for entry in entries if whole else []:
            entry.previous = previous
            previous = entry.hash = link_hash(entry)
        if whole:
            (await session.exec(select(AuditHead))).one().hash = previous
        session.add_all(entries)
    await store.close()


async def test_an_untouched_record_is_whole_and_holds_its_seal(settings: Settings) -> None:
    code = await sealed(settings)
    assert await first_broken(settings) is None
    assert await still_holds(settings, code)
    assert not await still_holds(settings, "99-0000000000000000")
    assert not await still_holds(settings, "随便写的")
    assert not await still_holds(settings, f"{10**30}-0000000000000000")


async def test_a_changed_entry_is_found(settings: Settings) -> None:
    await rewrite(settings, whole=False)
    assert await first_broken(settings) is not None


@pytest.mark.parametrize("kept", [0, 4])
async def test_entries_taken_away_at_the_end_are_found(settings: Settings, kept: int) -> None:
    """What nobody has written upon yet is missed by the head alone."""
    store = Database(settings.store)
    async with store.writing() as session:
        entries = list(await session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))
        for entry in entries[kept:]:
            await session.delete(entry)
    await store.close()
    assert await first_broken(settings) == kept + 1


async def test_a_rewritten_chain_is_found_by_the_code_in_the_bureaus_hands(settings: Settings) -> None:
    code = await sealed(settings)
    await rewrite(settings, whole=True)
    assert await first_broken(settings) is None
    assert not await still_holds(settings, code)


async def test_an_issued_notice_that_was_changed_or_taken_away_is_named_in_a_sentence(settings: Settings) -> None:
    assert await changed_notices(settings) == []
    store = Database(settings.store)
    async with store.writing() as session:
        sealed_as = {"kind": "notice", "number": "督通〔2021〕1号", "digest": "0" * 64}
        await note(session, "person:1", ISSUED, "notice:7", NOW, **sealed_as)
        session.add(NoticeCounter(kind=Numbered.NOTICE, year=2021, last=1))
    await store.close()
    assert [said_of(fault) for fault in await changed_notices(settings)] == [
        "通报督通〔2021〕1号：审计记录中有，登记簿中没有。请保留现场，查明改动来源。",
        "通报〔2021〕1号：编号不连续。请保留现场，查明改动来源。",
    ]
