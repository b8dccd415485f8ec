"""The project is at home on any machine: no path of one, and a lock that names no place to fetch from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conventions.source import FOLDERS, ROOT

SUFFIXES = {".py", ".md", ".toml", ".yaml", ".j2", ".js", ".css", ".html", ".lock", ".mako"}
PLACES = ("benchmarks", "data", "docs", "message_templates", "migrations", "tests", *FOLDERS)
OF_A_MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|home|Users|mnt)/\w")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def texts() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.suffix in SUFFIXES or path.name == "Makefile")
    for place in PLACES:
        yield from (path for path in (ROOT / place).rglob("*") if path.suffix in SUFFIXES)


def test_no_file_names_a_path_of_a_machine() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(texts())
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if OF_A_MACHINE.search(line)
    ] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_packages_and_their_hashes_only(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pinned = re.compile(r"[a-z0-9-]+==[\w.]+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?|\s*# [\w .,():-]*|\s*#|")
    assert [line for line in lines if not pinned.fullmatch(line)] == []


def test_what_runs_is_locked_the_same_for_tests() -> None:
    runs, tests = (set(re.findall(r"^[a-z].*==\S+", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS)
    assert runs <= tests
