"""An office that names a folder of its own (``DUBAN_TEMPLATES``) gets its papers from there."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from documents.words import SHIPPED
from duban.checking import check_all
from duban.clock import clock_of
from duban.files import read_files
from duban.reporting import write_papers
from duban.settings import Settings, read_settings
from duban.store import fill, opened
from duban.trouble import Trouble
from tests.documents.word import read, rewrite


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's own templates, as shipped so far."""
    monkeypatch.setenv("DUBAN_TEMPLATES", "ours")
    monkeypatch.setenv("DUBAN_CLOCK", "2021-07-06T09:00:00+08:00")
    monkeypatch.setenv("DUBAN_BOT_API_URL", "http://127.0.0.1:9")
    return Path(shutil.copytree(SHIPPED, home / "ours"))


async def reported(settings: Settings) -> tuple[dict[str, Path], tuple[str, ...]]:
    """What ``duban report`` writes for one task, by the file's kind."""
    files, clock = read_files(settings), clock_of(settings)
    async with opened(settings) as store:
        await fill(store, files, clock.now())
    written, troubles = await write_papers(settings, "第1项", settings.home / "out")
    return {path.stem.rpartition("-")[2]: path for path in written if path.suffix == ".docx"}, troubles


def wrong() -> list[str]:
    """What ``duban check`` finds in the templates."""
    return [line for line in check_all([]).lines if "模板: " in line]


def test_a_report_is_written_from_the_office_s_own_papers_and_words(folder: Path) -> None:
    rewrite(folder / "documents" / "brief.docx", "{{ section() }}、", "{{ section() }}．")
    words = folder / "documents" / "words.toml"
    words.write_text(words.read_text(encoding="utf-8").replace("汇报（草稿）", "汇报送审稿"), encoding="utf-8")
    papers, troubles = asyncio.run(reported(read_settings()))
    assert "一．" in read(papers["汇报送审稿"])
    assert troubles == ()


def test_a_paper_that_the_folder_lacks_is_told_of_by_check_and_report(folder: Path) -> None:
    """As with messages: the folder is whole, nothing is taken from elsewhere unseen."""
    (folder / "documents" / "brief.docx").unlink()
    assert wrong() == ["ours/documents/brief.docx:1: 模板: 缺少这个模板文件"]
    papers, troubles = asyncio.run(reported(read_settings()))
    assert set(papers) == {"通报（草稿）", "进展情况报告"}
    (trouble,) = troubles
    assert trouble.startswith("未能生成汇报（草稿）：文书模板 brief.docx 有误")


def test_a_folder_without_the_words_of_papers_is_refused(folder: Path) -> None:
    (folder / "documents" / "words.toml").unlink()
    with pytest.raises(Trouble, match="duban check"):
        asyncio.run(reported(read_settings()))


def test_a_mistake_in_the_office_s_own_paper_is_found_by_check(folder: Path) -> None:
    rewrite(folder / "documents" / "talk-notice.docx", "{{ place }}", "{{ palce }}")
    (line,) = wrong()
    assert line.startswith("ours/documents/talk-notice.docx:")
    assert line.endswith("没有“palce”这项内容")
