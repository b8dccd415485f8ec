"""Who asks for a report holds nobody up: the documents are made in a process of their own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from documents.compile import Compiled, compile_report
from documents.scope import Scope
from documents.worker import Workshop
from duban.papers import Papermaker
from register.snapshot import Snapshot
from tests.harness.chat import RULES, WORDS, Town


class HeldWorkshop(Workshop):
    """The real one, whose worker says when it begins and goes on when it is told to."""

    def __init__(self, begins: Path, goes_on: Path) -> None:
        super().__init__()
        self._gates = begins, goes_on

    async def compile(self, snapshot: Snapshot, scope: Scope, folder: Path, *, pdf: bool = False) -> Compiled:
        return await self.run(_compile_held, *self._gates, snapshot, scope, folder, pdf=pdf)


def _compile_held(begins: Path, goes_on: Path, *args: Any, **kwargs: Any) -> Compiled:
    begins.write_text("begun")  # a pipe: waits for who reads it
    goes_on.read_text()
    return compile_report(*args, **kwargs)


@pytest.fixture
def gates(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("begins", "goes-on"):
        os.mkfifo(tmp_path / name)
    return tmp_path / "begins", tmp_path / "goes-on"


@pytest.fixture
async def compiling(town: Town, gates: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr("duban.papers.Workshop", lambda **_: HeldWorkshop(*gates))
    papermaker = Papermaker(town.database, RULES, town.clock, WORDS)
    object.__setattr__(town.desk, "compile_report", papermaker.for_chat)
    yield town
    await papermaker.close()


async def test_chat_is_answered_while_a_report_is_compiled(compiling: Town, gates: tuple[Path, Path]) -> None:
    begins, goes_on = gates
    await compiling.until("2021-06-24")
    compiling.passes_over("张联络", "李联络", "王审核")
    await compiling.says("王审核", "/report")
    compiling.hears("王审核", "正在编制")
    making = asyncio.create_task(compiling.compiler.work_off())
    await asyncio.to_thread(begins.read_text)

    await compiling.says("张联络", "/tasks")
    compiling.hears("张联络", "第1项")
    await compiling.says("王审核", "/overdue")
    compiling.hears("王审核", "逾期")
    assert not making.done()

    before = len(compiling.box.log)
    await asyncio.to_thread(goes_on.write_text, "go on")
    await making
    await compiling.settle()
    ready, summary, *files = compiling.box.log[before:]
    compiling.passes_over("王审核")
    assert f"已编制完成，共{len(files)}份文件" in ready.text
    assert "落实情况" in summary.text
    kinds = {Path(str(one.file_name)).suffix for one in files}
    assert kinds == {".png", ".xlsx", ".docx"}, "in chat a paper comes once, without its PDF"
