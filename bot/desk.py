"""What handlers need from the deployment, in one frozen object below ``application.bot_data``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.templates import Templates
from database.clock import Clock
from database.engine import Database
from register.rules import Rules

DESK = "desk"


@dataclass(frozen=True)
class Compiled:
    """What ``/report`` gives: facts of the template ``report-summary`` and files, in the order of sending.

    Paths lie below the deployment's home; the words beside a file come from the template ``report-photo`` or
    ``report-document``, which get the same facts.
    """

    facts: dict[str, Any]
    files: Sequence[tuple[Literal["photo", "document"], str]]
    notice: dict[str, Any] | None = None
    """Facts of the template ``report-notice``: the text of the 通报, where the scope has one."""


CompileReport = Callable[[str, Path], Awaitable[Compiled]]
"""(scope, home) -> files and facts. The scope is a quarter (2021Q2), ``task:11``, ``unit:水利局`` or empty for now."""


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
