"""The promises name the stories that show them: each is there, and each fault story keeps some promise."""

from __future__ import annotations

import re

from tests.conventions.source import ROOT

PROMISES = ROOT / "docs" / "guarantees.md"
LINK = re.compile(r"\]\(\.\./(\S+?)\)")
OF_THE_HARNESS = {"tests/faults/test_the_rig.py"}


def named() -> set[str]:
    return set(LINK.findall(PROMISES.read_text(encoding="utf-8")))


def test_every_file_named_is_there() -> None:
    assert [name for name in sorted(named()) if not (ROOT / name).is_file()] == []


def test_every_fault_story_keeps_a_promise() -> None:
    stories = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "faults").glob("test_*.py")}
    assert stories - named() - OF_THE_HARNESS == set()
