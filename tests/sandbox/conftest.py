"""A sandbox at a fixed hour, and the real library's Bot that talks to it over HTTP."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from sandbox import Sandbox
from sandbox.http import create_app, serve
from tests.sandbox.stage import SEATS, SmallStage

TOKEN = "100:sandbox-token"
ZHANG = 21
"""A contact who has opened the chat."""
LI = 22
OFFICE_GROUP = -500


@pytest.fixture(autouse=True)
def _intervals_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library warns of a change in its RetryAfter otherwise."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def stage() -> SmallStage:
    return SmallStage()


@pytest.fixture
def box(stage: SmallStage) -> Sandbox:
    box = Sandbox(TOKEN, stage.now)
    for seat in SEATS:
        box.user(seat.user_id, seat.name, started=True)
    return box


@pytest.fixture
async def root(box: Sandbox, stage: SmallStage) -> AsyncIterator[str]:
    async with serve(create_app(box, stage)) as address:
        yield address


@pytest.fixture
async def bot(root: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot") as bot:
        yield bot
