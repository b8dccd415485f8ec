"""A fact travels through the folders in one direction, and each library has one home."""

from __future__ import annotations

import ast

import pytest

from tests.conventions.source import FOLDERS, Import, imports, trees

ALLOWED: dict[str, set[str]] = {
    "database": set(),
    "plans": set(),
    "register": {"database", "plans"},
    "outbox": {"database"},
    "schedules": {"plans", "register", "outbox"},
    "actions": {"register", "outbox"},
    "documents": {"register"},
    "bot": {"actions", "register", "outbox", "documents"},
    "board": {"actions", "register", "outbox", "documents"},
    "sandbox": set(),
    "rehearsal": set(FOLDERS) - {"duban"},
    "duban": set(FOLDERS),
}
GROUND = {"schedules", "actions", "bot", "board"}
"""Who works with the register works with its sessions and its clock."""
SHARED = ("plans.roles.",)
"""The names of the roles: what the plan calls a seat, every later folder calls it too."""
DOORS = {"board": ("bot.inbox.",)}
"""The webhook puts updates into the inbox, and knows nothing else of the chat."""

HOMES = {
    # The front door puts into words why the server cannot be reached: the library's errors are its subject.
    "telegram": ("bot/", "rehearsal/transport", "duban/greeting.py", "duban/reaching.py"),
    "apscheduler": ("schedules/runner.py",),
    "pandas": ("documents/",),
    "matplotlib": ("documents/",),
    "xlsxwriter": ("documents/",),
    "docx": ("documents/", "plans/papers/"),
    "openpyxl": ("documents/", "plans/papers/"),
    "docxtpl": ("documents/",),
    "ruamel": ("plans/",),
    "jinja2": ("bot/", "documents/", "duban/files.py"),
    "starlette": ("board/", "sandbox/"),
    "typer": ("duban/cli.py",),
    "alembic": ("database/migrate.py",),
}

NOW = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def allowed(found: Import) -> bool:
    return (
        found.top == found.folder
        or found.top in ALLOWED[found.folder]
        or (found.top == "database" and found.folder in GROUND)
        or found.module.startswith((*SHARED, *DOORS.get(found.folder, ())))
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_knows_only_those_before_it(folder: str) -> None:
    ours = [found for found in imports() if found.folder == folder and found.top in FOLDERS]
    assert [f"{found.file}:{found.line}: {found.module}" for found in ours if not allowed(found)] == []


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library: str) -> None:
    strays = [found for found in imports() if found.top == library and not found.file.startswith(HOMES[library])]
    assert [f"{found.file}:{found.line}" for found in strays] == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    askers = [
        f"{file}:{node.lineno}"
        for file, tree in trees().items()
        if file != "database/clock.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in NOW
    ]
    assert askers == []
