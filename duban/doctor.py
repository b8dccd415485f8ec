"""``duban doctor``: looks at each thing the service needs, and says what to do about those that are wrong."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import NamedTuple

from database.binding import is_paused
from documents.fonts import FontMissing, font_file
from duban.clock import clock_of
from duban.files import read_files, read_templates
from duban.reaching import bot_name
from duban.settings import Settings, read_settings
from duban.store import not_yet, opened
from duban.trouble import Trouble, of_the_database
from register.record import broken_link


class Examined(NamedTuple):
    what: str
    trouble: str | None
    note: str = ""
    """What is not wrong, but should be known."""


async def examine() -> AsyncIterator[Examined]:
    """One after the other, so that slow ones can be watched."""
    try:
        settings = read_settings()
    except Trouble as trouble:
        yield Examined("设置", str(trouble))
        return
    yield Examined("设置", None)
    for what, look in _LOOKS.items():
        try:
            noted = await look(settings)
        except Trouble as trouble:
            yield Examined(what, str(trouble))
        else:
            yield Examined(what, None, noted or "")


async def _files(settings: Settings) -> None:
    read_files(settings)
    read_templates(settings)


async def _holidays(settings: Settings) -> None:
    rules = read_files(settings).rules
    year = rules.today(clock_of(settings).now()).year
    if rules.calendar.guesses(year):
        raise Trouble(f"{year} 年的节假日安排尚不知道：请按国务院办公厅通知写好 data/workdays/{year}.yaml。")


async def _font(_settings: Settings) -> None:
    try:
        font_file()
    except FontMissing as missing:
        raise Trouble(str(missing)) from missing


async def _home(settings: Settings) -> None:
    folder = settings.home
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        raise Trouble(f"文件夹“{settings.home}”不能写入：请检查 DUBAN_HOME 和权限。")


async def _database(settings: Settings) -> str | None:
    with of_the_database(settings.store):
        if missing := not_yet(settings):
            return missing
    async with opened(settings) as store:
        with of_the_database(settings.store):
            async with store.reading() as session:
                broken, paused = await broken_link(session), await is_paused(session)
    if broken is not None:
        raise Trouble(f"审计记录从第 {broken} 条起对不上：请保留现场，查明改动来源。")
    if paused:
        raise Trouble("由备份恢复，处于暂停状态，不收发任何消息：请核对后用 duban release 解除暂停。")
    return None


async def _bot(settings: Settings) -> None:
    await bot_name(settings)


_LOOKS: dict[str, Callable[[Settings], Awaitable[str | None]]] = {
    "方案、规则与模板": _files,
    "节假日安排": _holidays,
    "中文字体": _font,
    "数据文件夹": _home,
    "数据库与审计": _database,
    "机器人": _bot,
}
