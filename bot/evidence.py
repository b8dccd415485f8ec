"""Fetches the files that people sent, outside of any transaction, and keeps them by their content."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Sequence
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.desk import Desk
from register.tables import Evidence

log = structlog.get_logger(__name__)

FOLDER = "evidence"
_AT_ONCE = 4
_LOOK_AGAIN = 15.0
_FIRST_PAUSE, _LONGEST_PAUSE = 15.0, 3600.0
_MEGABYTE = 1_000_000
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


class Fetcher:
    """The loop between noted files and the deployment's home."""

    def __init__(self, bot: Bot, desk: Desk) -> None:
        self._bot, self._desk = bot, desk
        self._retry_at: dict[int, tuple[float, float]] = {}

    async def run(self) -> None:
        """Until cancelled; trouble with the disk or the database is waited out."""
        while True:
            if not await self._try():
                await asyncio.sleep(_LOOK_AGAIN)

    async def _try(self) -> bool:
        try:
            return await self.step()
        except (SQLAlchemyError, OSError) as error:
            log.exception("no file can be kept now", action="evidence_put_off", exc_info=error)
            return False

    async def work_off(self) -> None:
        """Fetch all that can be fetched now."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """A few files; False when none can be fetched now. Raises what keeps us from storing them."""
        waiting = await self._waiting()
        ends = await asyncio.gather(*(self._fetch(file) for file in waiting), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        return bool(waiting)

    async def _waiting(self) -> Sequence[Evidence]:
        now = time.monotonic()
        later = [number for number, (at, _) in self._retry_at.items() if at > now]
        async with self._desk.database.reading() as session:
            unfetched = (
                select(Evidence)
                .where(col(Evidence.path).is_(None), col(Evidence.trouble).is_(None), col(Evidence.id).not_in(later))
                .order_by(col(Evidence.id))
                .limit(_AT_ONCE)
            )
            return (await session.exec(unfetched)).all()

    async def _fetch(self, file: Evidence) -> None:
        number = file.id or 0
        try:
            content = await self._download(file.file_id)
        except (BadRequest, Forbidden) as error:
            log.warning("a file cannot be fetched", action="evidence_refused", id=number, said=error.message)
            await self._record(number, trouble="文件已无法下载")
        except (TelegramError, OSError) as error:
            self._put_off(number)
            log.warning("a file was not fetched", action="evidence_failed", id=number, kind=type(error).__name__)
        else:
            await self._keep(number, file.name, content)

    async def _download(self, file_id: str) -> bytes:
        remote = await self._bot.get_file(file_id)
        return bytes(await remote.download_as_bytearray())

    async def _keep(self, number: int, name: str, content: bytes) -> None:
        limit = self._desk.rules.policy.limits.evidence_megabytes
        if len(content) > limit * _MEGABYTE:
            await self._record(number, trouble=f"文件超过{limit}兆")
            return
        digest = hashlib.sha256(content).hexdigest()
        path = Path(FOLDER) / digest[:2] / f"{digest}{_suffix(name)}"
        await asyncio.to_thread(_write, self._desk.home / path, content)
        await self._record(number, path=str(path), sha256=digest, size=len(content))

    async def _record(self, number: int, **found: str | int) -> None:
        self._retry_at.pop(number, None)
        async with self._desk.database.writing() as session:
            row = await session.get(Evidence, number, with_for_update=True)
            if row is not None:
                row.sqlmodel_update(found)
                session.add(row)

    def _put_off(self, number: int) -> None:
        _, pause = self._retry_at.get(number, (0.0, _FIRST_PAUSE))
        self._retry_at[number] = (time.monotonic() + pause, min(pause * 2, _LONGEST_PAUSE))


def _suffix(name: str) -> str:
    """The ending by which a reader's machine opens the file; whatever else people call a file is not trusted."""
    found = _ENDING.search(name)
    return found[0].lower() if found is not None else ""


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a file is named by its content, so what stands there is right."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_bytes(content)
    half.replace(path)
