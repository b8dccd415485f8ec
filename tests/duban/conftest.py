"""A deployment of its own for every test: an empty environment and a folder nobody else uses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

TOKEN = "4242:a-bot-that-only-the-tests-know"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The working folder; no setting of the tester's own reaches the test."""
    for name in [name for name in os.environ if name.startswith("DUBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path
