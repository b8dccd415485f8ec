"""All documents of a scope at once, here and in the worker."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from documents import canvas, fonts
from documents.compile import compile_report
from documents.pdf import office_suite
from documents.scope import Scope, ScopeUnclear
from documents.texts import summary_html
from documents.words import SHIPPED, written_from
from documents.worker import CompileFailed, Limits, Workshop
from register.snapshot import Snapshot
from tests.documents.word import rewrite


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    shop = Workshop(Limits(seconds=20))
    yield shop
    await shop.close()


def test_the_whole_plan_gives_charts_ledger_and_papers(snapshot: Snapshot, tmp_path: Path) -> None:
    made = compile_report(snapshot, Scope(), tmp_path / "new")
    assert [(file.method.value, file.path.name) for file in made.files] == [
        ("photo", "2021Q2-推进情况图-1.png"),
        ("photo", "2021Q2-推进情况图-2.png"),
        ("photo", "2021Q2-单位情况图.png"),
        ("photo", "2021Q2-时间进度图-1.png"),
        ("photo", "2021Q2-时间进度图-2.png"),
        ("document", "2021Q2-台账.xlsx"),
        ("document", "2021Q2-通报（草稿）.docx"),
        ("document", "2021Q2-汇报（草稿）.docx"),
        ("document", "2021Q2-进展情况报告.docx"),
        ("document", "2021Q2-督办单.docx"),
    ]
    assert all(file.path.stat().st_size > 500 for file in made.files)
    assert made.files[5].caption == "台账（截至2021年7月16日）"
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
    assert [file.path.suffix for file in made.files] == [".xlsx", *[".docx"] * 4]
    assert len(made.troubles) == 1
    assert "缺少中文字体文件" in summary_html(made.summary)


def test_a_paper_with_a_broken_template_holds_up_no_other(snapshot: Snapshot, tmp_path: Path) -> None:
    broken = shutil.copytree(SHIPPED, tmp_path / "templates")
    rewrite(broken / "documents" / "brief.docx", "{{ section() }}", "{{ section( }}")
    with written_from(broken):
        made = compile_report(snapshot, Scope(), tmp_path)
    assert [file.path.name for file in made.files if file.path.suffix == ".docx"] == [
        "2021Q2-通报（草稿）.docx",
        "2021Q2-进展情况报告.docx",
        "2021Q2-督办单.docx",
    ]
    (trouble,) = made.troubles
    assert trouble.startswith("未能生成汇报（草稿）：文书模板 brief.docx 有误，请系统管理员检查")


@pytest.mark.skipif(office_suite() is None, reason="LibreOffice is not installed (make packages installs it)")
def test_a_pdf_lies_beside_each_paper_where_there_is_an_office_suite(snapshot: Snapshot, tmp_path: Path) -> None:
    made = compile_report(snapshot, Scope(task=11), tmp_path, pdf=True)
    assert [file.path.name for file in made.files[-3:]] == [
        "2021Q2-第11项-通报（草稿）.pdf",
        "2021Q2-第11项-汇报（草稿）.pdf",
        "2021Q2-第11项-进展情况报告.pdf",
    ]
    assert all(file.path.read_bytes().startswith(b"%PDF-") for file in made.files[-3:])


def test_without_an_office_suite_there_are_the_papers_alone(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    made = compile_report(snapshot, Scope(task=11), tmp_path, pdf=True)
    assert not any(file.path.suffix == ".pdf" for file in made.files)
    assert made.troubles == ()


def test_an_office_suite_that_fails_is_told_of(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soffice").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    made = compile_report(snapshot, Scope(task=11), tmp_path, pdf=True)
    assert made.troubles == ("未能生成部分版式文件，请直接打开文书原件。",)
    assert "未能生成部分版式文件" in summary_html(made.summary)


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


async def test_a_workshop_that_closes_waits_for_no_work(tmp_path: Path) -> None:
    shop, begun = Workshop(Limits(seconds=600)), tmp_path / "begun"
    os.mkfifo(begun)
    working = asyncio.create_task(shop.run(_begin_and_never_end, begun))
    await asyncio.to_thread(begun.read_bytes)
    working.cancel()
    await asyncio.wait_for(shop.close(), 10)


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
    names = "{'pandas', 'numpy', 'matplotlib', 'xlsxwriter', 'docx', 'docxtpl', 'lxml'}"
    program = f"import sys, documents.worker; print(sorted({names} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert run.stdout.strip() == "[]"


def _begin_and_never_end(begun: Path) -> None:
    begun.write_bytes(b"")
    _never_end()


def _never_end() -> None:
    while True:
        time.monotonic()
