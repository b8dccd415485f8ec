"""``duban restore``: a backup into an empty home. What stands there then is paused until a person releases it."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path

from database.binding import is_paused, set_paused
from database.engine import Database
from database.migrate import NewerSchemaError, bring_up_to_date, is_known
from duban.backup import DATABASE, FOLDERS, demand_soundness, the_sqlite_file
from duban.settings import Settings
from duban.slot import is_slot, taken_slot
from duban.trouble import Trouble, of_the_database

_NO_BACKUP = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


async def restore(settings: Settings, src: Path) -> bool:
    """Whether it is paused now: what never belonged to a bot has nothing to send.

    Trouble when anything is there already, or ``src`` is no sound backup; the home is then as it was.
    """
    file = the_sqlite_file(settings)
    _demand_presence(src)
    with taken_slot(settings.home, alone=True):
        _demand_emptiness(settings.home, file)
        with tempfile.TemporaryDirectory(dir=settings.home) as folder:
            _unpack(src, Path(folder))
            paused = await _pause(Path(folder) / DATABASE, src)
            _put_in_place(Path(folder), settings.home, file)
    return paused


def _demand_presence(src: Path) -> None:
    """Asked first: where two things are wrong, the one that was typed comes before the one that stands there."""
    if not src.exists():
        raise Trouble(f"没有备份文件 {src}：请核对文件名和路径。")


def _demand_emptiness(home: Path, file: Path) -> None:
    if file.exists() or any(not is_slot(path) for path in home.iterdir()):
        raise Trouble(f"“{home}”中已有数据，未作改动：请先移走，或用 DUBAN_HOME 指定一个空文件夹后再恢复。")


def _unpack(src: Path, folder: Path) -> None:
    try:
        with tarfile.open(src, "r:gz") as archive:
            known = [file for file in archive if file.name.partition("/")[0] in {DATABASE, *FOLDERS}]
            archive.extractall(folder, known, filter="data")
    except _NO_BACKUP as error:
        raise Trouble(f"{src} 不是 duban 的备份，或已损坏：请换一份备份。") from error
    except OSError as error:
        raise Trouble(f"{src} 不能恢复：请检查文件名、权限和磁盘空间。") from error
    if not (folder / DATABASE).is_file():
        raise Trouble(f"{src} 不是 duban 的备份：其中没有数据库。")


async def _pause(copy: Path, src: Path) -> bool:
    with of_the_database(f"sqlite:///{copy}"):
        demand_soundness(copy)
        store = Database(f"sqlite:///{copy}")
        try:
            if not await is_known(store):
                raise Trouble(f"{src} 不是 duban 的备份：其中的数据库不是 duban 的，未作改动。请换一份备份。")
            await bring_up_to_date(store)
            async with store.writing() as session:
                await set_paused(session, paused=True)
                return await is_paused(session)
        except NewerSchemaError as error:
            raise Trouble("这份备份由更新版本的 duban 所作：请改用同样新的版本。") from error
        finally:
            await store.close()


def _put_in_place(folder: Path, home: Path, file: Path) -> None:
    """The database last: without it, nothing counts as restored."""
    for name in FOLDERS:
        if (folder / name).exists():
            shutil.move(folder / name, home / name)
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / DATABASE, file)
