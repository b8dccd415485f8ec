"""Documents for ``/report`` and ``duban report``: a snapshot is read here, compiled in the worker process."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

from bot.desk import Compiled, PaperFiles
from database.clock import Clock
from database.engine import Database
from documents.compile import Compiled as Papers
from documents.compile import CompiledFile, compile_letter
from documents.paper import Paper
from documents.returned import Returned, read_returned
from documents.scope import parse_scope
from documents.worker import Workshop
from outbox.message import Method
from register.rules import Rules
from register.snapshot import take_snapshot

FOLDER = "reports"
_NAMED = 6
"""How many of a kind the summary names before it says how many more there are."""


def _for_desk(files: Iterable[CompiledFile], home: Path) -> PaperFiles:
    return [(Method(file.method), str(file.path.relative_to(home)), file.caption) for file in files]


class Papermaker:
    """Compiles what is asked for; each set lies in a folder of its own below ``home/reports``."""

    def __init__(self, database: Database, rules: Rules, clock: Clock, templates: Path) -> None:
        self._database, self._rules, self._clock = database, rules, clock
        self._workshop = Workshop(templates=templates)

    async def compile(self, scope: str, folder: Path, *, pdf: bool = False) -> Papers:
        """Raises ScopeUnclear, EmptyRegister and CompileFailed, whose texts tell the asker what to do."""
        async with self._database.reading() as session:
            snapshot = await take_snapshot(session, self._rules, self._clock.now())
        return await self._workshop.compile(snapshot, parse_scope(scope, snapshot), folder, pdf=pdf)

    async def for_chat(self, scope: str, home: Path) -> Compiled:
        """As the desk wants it: paths below ``home``; no PDF, which says the same and takes seconds to make."""
        papers = await self.compile(scope, self._new_folder(home))
        return Compiled({**papers.summary, "most": _NAMED}, _for_desk(papers.files, home))

    async def write(self, kind: str, subject: str, facts: dict[str, Any], home: Path) -> PaperFiles:
        """One paper as the desk wants it."""
        folder = self._new_folder(home)
        files = await self._workshop.run(compile_letter, Paper(kind), subject, facts, folder)
        return _for_desk(files, home)

    async def read_ledger(self, path: Path) -> Returned:
        """A workbook that came back. Raises CompileFailed when reading it costs too much."""
        return await self._workshop.run(read_returned, path)

    def _new_folder(self, home: Path) -> Path:
        stamp = self._clock.now().astimezone(self._rules.timezone).strftime("%Y%m%d-%H%M%S")
        tries = (home / FOLDER / (f"{stamp}-{number}" if number else stamp) for number in count())
        return next(folder for folder in tries if not folder.exists())

    async def close(self) -> None:
        await self._workshop.close()
