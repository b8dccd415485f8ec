"""All documents of a scope at once, here and in the worker."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from documents import canvas, fonts
from documents.compile import compile_report
from documents.scope import Scope, ScopeUnclear
from documents.texts import summary_html
from documents.worker import CompileFailed, Limits, Workshop
from register.snapshot import Snapshot


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    shop = Workshop(Limits(seconds=20))
    yield shop
    await shop.close()


def test_the_whole_plan_gives_charts_ledger_and_papers(snapshot: Snapshot, tmp_path: Path) -> None:
    made = compile_report(snapshot, Scope(), tmp_path / "new")
    assert [(file.method.value, file.path.name) for file in made.files] == [
        ("photo", "2021Q2-推进情况图.png"),
        ("photo", "2021Q2-单位情况图.png"),
        ("document", "2021Q2-台账.xlsx"),
        ("document", "2021Q2-通报（草稿）.txt"),
        ("document", "2021Q2-汇报（草稿）.txt"),
        ("document", "2021Q2-进展情况.txt"),
    ]
    assert all(file.path.stat().st_size > 500 for file in made.files)
    assert made.files[3].path.read_text(encoding="utf-8-sig") == made.notice_text
    assert made.files[2].caption == "台账（截至2021年7月16日）"
    assert made.troubles == ()


def test_a_narrow_scope_names_its_files(snapshot: Snapshot, tmp_path: Path) -> None:
    made = compile_report(snapshot, Scope("2021Q2", 11), tmp_path)
    assert made.files[0].path.name == "2021Q2-第11项-推进情况图.png"
    assert made.files[0].caption == "2021年第二季度第11项推进情况图（截至2021年7月16日）"
    assert not any("单位情况" in file.path.name for file in made.files)


def test_without_the_font_everything_else_is_made(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FONT_FILE", tmp_path / "gone.otf")
    canvas._font.cache_clear()
    made = compile_report(snapshot, Scope(), tmp_path)
    assert [file.path.suffix for file in made.files] == [".xlsx", ".txt", ".txt", ".txt"]
    assert len(made.troubles) == 1
    assert "缺少中文字体文件" in summary_html(made.summary)


async def test_the_worker_makes_the_same(workshop: Workshop, snapshot: Snapshot, tmp_path: Path) -> None:
    away = await workshop.compile(snapshot, Scope(), tmp_path / "away")
    here = compile_report(snapshot, Scope(), tmp_path / "here")
    assert away.summary == here.summary
    assert [file.path.read_bytes() for file in away.files] == [file.path.read_bytes() for file in here.files]


async def test_the_loop_stays_free_while_the_worker_works(
    workshop: Workshop, snapshot: Snapshot, tmp_path: Path
) -> None:
    making = asyncio.create_task(workshop.compile(snapshot, Scope(), tmp_path))
    turns = 0
    while not making.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 100
    await making


async def test_the_workers_refusal_reaches_the_asker(workshop: Workshop, snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(ScopeUnclear, match="没有第99项"):
        await workshop.compile(snapshot, Scope(task=99), tmp_path)


async def test_work_without_end_is_ended_and_the_next_is_done() -> None:
    shop = Workshop(Limits(seconds=1))
    try:
        with pytest.raises(CompileFailed, match="超过时限"):
            await shop.run(_never_end)
        assert await shop.run(os.getpid) != os.getpid()
    finally:
        await shop.close()


async def test_work_without_measure_is_refused_memory() -> None:
    shop = Workshop(Limits(megabytes=1024))
    try:
        with pytest.raises(CompileFailed, match="内存"):
            await shop.run(bytearray, 4 * 1024**3)
    finally:
        await shop.close()


async def test_a_worker_that_dies_is_replaced(workshop: Workshop) -> None:
    with pytest.raises(CompileFailed, match="意外中断"):
        await workshop.run(os._exit, 3)
    assert await workshop.run(os.getpid) != os.getpid()


def test_nothing_heavy_is_loaded_before_a_document_is_made() -> None:
    names = "{'pandas', 'numpy', 'matplotlib', 'xlsxwriter'}"
    program = f"import sys, documents.worker; print(sorted({names} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert run.stdout.strip() == "[]"


def _never_end() -> None:
    while True:
        time.monotonic()
