"""Our own source, read as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "actions",
    "board",
    "bot",
    "database",
    "documents",
    "duban",
    "outbox",
    "plans",
    "register",
    "rehearsal",
    "sandbox",
    "schedules",
)


class Import(NamedTuple):
    """``module`` is imported by ``file`` (a path below the root), wherever in the file the import stands."""

    file: str
    line: int
    module: str

    @property
    def folder(self) -> str:
        return self.file.partition("/")[0]

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the program, by its path below the root."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


@cache
def imports() -> tuple[Import, ...]:
    return tuple(
        Import(file, node.lineno, module)
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in _modules(node)
    )


def _modules(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    before = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    yield from (f"{before}{alias.name}" for alias in node.names)
