"""``duban backup``: the register and the files it speaks of as they stand now, in one file, while the service runs."""

from __future__ import annotations

import os
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from bot.evidence import FOLDER as EVIDENCE
from bot.handlers.notice_reading import FOLDER as NOTICES
from duban.papers import FOLDER as REPORTS
from duban.settings import Settings
from duban.store import not_yet, sqlite_file
from duban.trouble import Trouble, of_the_database, without_password

DATABASE = "duban.db"
FOLDERS = (EVIDENCE, REPORTS, NOTICES)
"""What messages and reports refer to, below the home."""


def back_up(settings: Settings, dest: Path) -> None:
    """Write ``dest``, which must not be there yet; Trouble when it cannot be written, or is not sound."""
    source = the_sqlite_file(settings)
    with of_the_database(settings.store):
        if missing := not_yet(settings):
            raise Trouble(missing)
    try:
        # Readable by the owner alone: it holds what people wrote.
        out = os.fdopen(os.open(dest, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError as error:
        raise Trouble(f"备份文件 {dest} 已存在，未作改动：请换一个文件名。") from error
    except OSError as error:
        raise Trouble(f"备份文件 {dest} 不能建立：请检查文件夹和写权限。") from error
    try:
        with out, tempfile.TemporaryDirectory(dir=dest.parent) as folder:
            copy = Path(folder) / DATABASE
            with of_the_database(settings.store):
                _copy(source, copy)
            _pack(out, copy, settings.home)
    except BaseException:
        dest.unlink()
        raise


def the_sqlite_file(settings: Settings) -> Path:
    """Trouble for a database that has tools of its own."""
    file = sqlite_file(settings.store)
    if file is None:
        raise Trouble(
            f"数据库 {without_password(settings.store)} 由 PostgreSQL 管理："
            f"请用 pg_dump 备份、pg_restore 恢复，并一并复制文件夹“{settings.home}”。"
        )
    return file


def _copy(source: Path, copy: Path) -> None:
    """By SQLite's online backup: one moment of the database, whatever is being written meanwhile."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True, timeout=10)) as here,
        closing(sqlite3.connect(copy)) as there,
    ):
        here.backup(there)
        there.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    demand_soundness(copy)


def demand_soundness(file: Path) -> None:
    """Trouble when SQLite finds fault with the database."""
    with closing(sqlite3.connect(file)) as database:
        (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise Trouble("数据库完整性检查未通过：请停止服务，保留现场，并用此前的备份恢复。")


def _pack(out: BinaryIO, copy: Path, home: Path) -> None:
    """After the database: each file was in its place before a row named it, so none is missing."""
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.add(copy, DATABASE)
        for name in FOLDERS:
            if (home / name).is_dir():
                archive.add(home / name, name, filter=_finished)
    out.flush()
    os.fsync(out.fileno())


def _finished(file: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if file.name.endswith(".half") else file
