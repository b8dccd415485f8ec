"""``duban backup`` and ``duban restore``: one whole file, never over another, and nothing half restored."""

from __future__ import annotations

import asyncio
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot.evidence import FOLDER as EVIDENCE
from bot.handlers.notice_reading import FOLDER as NOTICES
from database.binding import bind
from database.engine import Database
from duban.backup import back_up
from duban.inviting import open_way_in
from duban.papers import FOLDER as REPORTS
from duban.releasing import release
from duban.restoring import restore
from duban.settings import Settings
from duban.standing import status_of
from duban.trouble import Trouble
from plans.roles import Role
from register.seats import invitation_with
from tests.duban.conftest import TOKEN

NOW = datetime.fromisoformat("2021-06-24T10:00:00+08:00")


def settings_of(home: Path, **changes: str) -> Settings:
    return Settings(home=home, clock=NOW, bot_api_url="http://127.0.0.1:1", telegram_token=TOKEN, **changes)  # type: ignore[arg-type]  # pydantic takes the words


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
async def kept(home: Path) -> tuple[Settings, str]:
    """A deployment with one file of evidence; with it the secret of an invitation that its database knows."""
    settings = settings_of(home / "var")
    way = await open_way_in(settings, "发改委", Role.CONTACT, None)
    (settings.home / EVIDENCE / "ab").mkdir(parents=True)
    (settings.home / EVIDENCE / "ab" / "abc.png").write_bytes(b"plain file")
    (settings.home / EVIDENCE / "ab" / "abd.half").write_bytes(b"pla")
    for folder in (REPORTS, NOTICES):
        (settings.home / folder).mkdir()
        (settings.home / folder / "paper.docx").write_bytes(b"PK")
    store = Database(settings.store)
    async with store.writing() as session:
        await bind(session, settings.deployment, TOKEN)
    await store.close()
    return settings, way.secret


async def test_what_was_backed_up_is_there_again(kept: tuple[Settings, str], home: Path) -> None:
    settings, secret = kept
    store = Database(settings.store)
    async with store.writing() as session:  # the service is writing meanwhile
        await asyncio.to_thread(back_up, settings, home / "backup.tar.gz")
        assert await invitation_with(session, secret)
    await store.close()
    new = settings_of(home / "new")
    assert await restore(new, home / "backup.tar.gz")

    found = Database(new.store)
    async with found.reading() as session:
        assert await invitation_with(session, secret)
    await found.close()
    assert (new.home / EVIDENCE / "ab" / "abc.png").read_bytes() == b"plain file"
    for folder in (REPORTS, NOTICES):
        assert (new.home / folder / "paper.docx").read_bytes() == b"PK"
    assert names(new.home) == ["duban.db", "evidence", "notices", "reports", "run-1.lock"]
    assert not list(new.home.rglob("*.half"))
    (line, *_) = (await status_of(new))["attention"]
    assert "由备份恢复，处于暂停状态" in line


async def test_a_backup_is_for_its_owner_alone_and_never_written_over(kept: tuple[Settings, str], home: Path) -> None:
    settings, _ = kept
    back_up(settings, home / "backup.tar.gz")
    before = (home / "backup.tar.gz").read_bytes()
    assert (home / "backup.tar.gz").stat().st_mode & 0o077 == 0
    with pytest.raises(Trouble, match="已存在，未作改动"):
        back_up(settings, home / "backup.tar.gz")
    assert (home / "backup.tar.gz").read_bytes() == before


async def test_a_database_that_is_not_sound_makes_no_backup(kept: tuple[Settings, str], home: Path) -> None:
    settings, _ = kept
    file = settings.home / "duban.db"
    content = bytearray(file.read_bytes())
    content[8192:16384] = bytes(8192)
    file.write_bytes(content)
    with pytest.raises(Trouble, match=r"完整性|已损坏"):
        back_up(settings, home / "backup.tar.gz")
    assert not (home / "backup.tar.gz").exists()


@pytest.mark.parametrize("there", ["duban.db", "notes.txt"])
async def test_nothing_is_restored_over_what_is_there(kept: tuple[Settings, str], home: Path, there: str) -> None:
    settings, _ = kept
    back_up(settings, home / "backup.tar.gz")
    new = settings_of(home / "new")
    new.home.mkdir()
    (new.home / there).write_bytes(b"mine")
    with pytest.raises(Trouble, match="已有数据，未作改动"):
        await restore(new, home / "backup.tar.gz")
    assert (new.home / there).read_bytes() == b"mine"


def _cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])


def _other_words(file: Path) -> None:
    file.write_text("不是备份", encoding="utf-8")


def _without_database(file: Path) -> None:
    with tarfile.open(file, "w:gz") as archive:
        archive.add(__file__, "evidence/a.py")


def _leads_out(file: Path) -> None:
    with tarfile.open(file, "w:gz") as archive:
        archive.add(__file__, "evidence/../../a.py")


@pytest.mark.parametrize("spoil", [_cut_off, _other_words, _without_database, _leads_out])
async def test_what_is_no_backup_leaves_the_home_empty(
    kept: tuple[Settings, str], home: Path, spoil: Callable[[Path], None]
) -> None:
    settings, _ = kept
    back_up(settings, home / "backup.tar.gz")
    spoil(home / "backup.tar.gz")
    new = settings_of(home / "new")
    with pytest.raises(Trouble, match=r"backup\.tar\.gz"):
        await restore(new, home / "backup.tar.gz")
    assert names(new.home) == ["run-1.lock"]
    assert {*names(home)} <= {"var", "new", "backup.tar.gz"}


async def test_a_database_of_another_program_is_not_taken_over(home: Path) -> None:
    with closing(sqlite3.connect(home / "staff.db")) as database:
        database.execute("CREATE TABLE person (id INTEGER, salary TEXT)")
    with tarfile.open(home / "backup.tar.gz", "w:gz") as archive:
        archive.add(home / "staff.db", "duban.db")
    new = settings_of(home / "new")
    with pytest.raises(Trouble, match=r"backup\.tar\.gz 不是 duban 的备份"):
        await restore(new, home / "backup.tar.gz")
    assert names(new.home) == ["run-1.lock"]


async def test_postgresql_has_tools_of_its_own(home: Path) -> None:
    settings = settings_of(home / "var", database_url="postgresql://office:secret@server/duban")
    with pytest.raises(Trouble, match="pg_dump") as told:
        back_up(settings, home / "backup.tar.gz")
    assert "secret" not in str(told.value)
    with pytest.raises(Trouble, match="pg_restore"):
        await restore(settings, home / "backup.tar.gz")


async def test_what_never_belonged_to_a_bot_is_not_said_to_be_paused(home: Path) -> None:
    settings = settings_of(home / "var")
    await open_way_in(settings, "发改委", Role.CONTACT, None)
    back_up(settings, home / "backup.tar.gz")
    new = settings_of(home / "new")
    assert not await restore(new, home / "backup.tar.gz")
    with pytest.raises(Trouble, match="没有处于暂停状态"):
        await release(new, anew=False)


async def test_only_what_is_paused_is_released_and_only_by_its_own_bot(kept: tuple[Settings, str], home: Path) -> None:
    settings, _ = kept
    with pytest.raises(Trouble, match="没有处于暂停状态"):
        await release(settings, anew=False)
    back_up(settings, home / "backup.tar.gz")
    new = settings_of(home / "new", deployment="演练")
    await restore(new, home / "backup.tar.gz")
    with pytest.raises(Trouble, match="属于部署“duban”"):
        await release(new, anew=False)
    assert await release(new, anew=True) == 0
    with pytest.raises(Trouble, match="没有处于暂停状态"):
        await release(new, anew=True)
