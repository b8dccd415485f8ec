"""What handlers need from the deployment, in one frozen object below ``application.bot_data``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.templates import Templates
from database.clock import Clock
from database.engine import Database
from documents.returned import Returned, read_returned
from outbox.message import Method
from register.rules import Rules

DESK = "desk"


PaperFiles = Sequence[tuple[Method, str, str]]
"""(method, path below the deployment's home, words beside the file), in the order of sending."""


@dataclass(frozen=True)
class Compiled:
    """What ``/report`` gives: facts of the template ``documents/summary``, and the files."""

    summary: dict[str, Any]
    files: PaperFiles


CompileReport = Callable[[str, Path], Awaitable[Compiled]]
"""(scope, home) -> what was asked for. The scope is what was typed behind /report.

Raises ``documents.scope.ScopeUnclear`` when the register knows nothing of the scope; its words go to the person.
"""


ReadLedger = Callable[[Path], Awaitable[Returned]]
"""(a workbook that came back) -> what it says; whatever is wrong with it stands among its problems."""

WritePaper = Callable[[str, str, dict[str, Any], Path], Awaitable[PaperFiles]]
"""(kind, subject, facts, home) -> the single paper."""


async def _nobody_listens() -> None:
    """The compiler looks by itself."""


async def _read_here(path: Path) -> Returned:
    return await asyncio.to_thread(read_returned, path)


@dataclass(frozen=True)
class Desk:
    """The deployment as chat sees it."""

    database: Database
    clock: Clock
    rules: Rules
    templates: Templates
    home: Path
    nudge: Callable[[], None]
    """Tells the dispatcher that something is owed."""
    compile_report: CompileReport
    write_paper: WritePaper
    report_asked: Callable[[], Awaitable[None]] = _nobody_listens
    """Wakes the compiler after the commit; it also looks by itself."""
    read_ledger: ReadLedger = _read_here
    ledger_sent: Callable[[], Awaitable[None]] = _nobody_listens
    """Wakes the reader of ledgers after the commit; it also looks by itself."""
