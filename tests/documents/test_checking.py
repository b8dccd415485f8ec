"""A template that a clerk has spoilt is found by its file and paragraph, before anybody asks for the paper."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document

from documents.checking import check_papers
from documents.words import FOLDER
from tests.documents.word import rewrite


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "documents")
    return tmp_path / "documents"


def test_what_is_shipped_is_sound(folder: Path) -> None:
    assert check_papers(folder) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("{{ section() }}、存在问题", "{{ section( }}、存在问题", "unexpected '}'"),
        ("{{ measured | full_day }}", "{{ measured | ful_day }}", "没有“ful_day”这种写法"),
        ("{%p if faults %}", "{%p fi faults %}", "unknown tag 'fi'"),
    ],
)
def test_a_mistake_is_told_by_its_paragraph_and_words(folder: Path, before: str, after: str, message: str) -> None:
    paragraphs = [found.text for found in Document(str(folder / "notice.docx")).paragraphs]
    place = next(number for number, text in enumerate(paragraphs, start=1) if before in text)
    rewrite(folder / "notice.docx", before, after)
    (found,) = check_papers(folder)
    assert (found.file, found.line) == ("notice.docx", place)
    assert message in found.message


def test_a_mistake_in_the_letterhead_is_found(folder: Path) -> None:
    paper = Document(str(folder / "talk-notice.docx"))
    paper.sections[0].first_page_header.paragraphs[0].runs[0].text = "{{ letterhead"
    paper.save(str(folder / "talk-notice.docx"))
    assert [found.file for found in check_papers(folder)] == ["talk-notice.docx"]


def test_a_sentence_has_its_real_line(folder: Path) -> None:
    sentences = folder / "sentences.txt.j2"
    lines = sentences.read_text(encoding="utf-8").splitlines()
    lines[9] = "{% if %}"
    sentences.write_text("\n".join(lines), encoding="utf-8")
    (found,) = check_papers(folder)
    assert (found.file, found.line) == ("sentences.txt.j2", 10)


def test_what_is_missing_or_no_docx_is_told(folder: Path) -> None:
    (folder / "order.docx").unlink()
    (folder / "urge.docx").write_bytes(b"not a zip")
    assert [(found.file, found.message[:3]) for found in check_papers(folder)] == [
        ("order.docx", "缺少这"),
        ("urge.docx", "打不开"),
    ]
