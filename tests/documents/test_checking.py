"""A template that a clerk has spoilt is found by its file and paragraph, before anybody asks for the paper."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document

from documents.checking import check_papers
from documents.words import SHIPPED
from tests.documents.word import rewrite


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED / "documents", tmp_path / "documents")
    return tmp_path / "documents"


def test_what_is_shipped_is_sound(folder: Path) -> None:
    assert check_papers(folder) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("{{ section() }}、存在问题", "{{ section( }}、存在问题", "unexpected '}'"),
        ("{{ measured | full_day }}", "{{ measured | ful_day }}", "没有“ful_day”这种写法"),
        ("{%p if faults %}", "{%p fi faults %}", "unknown tag 'fi'"),
        ("{{ measured | full_day }}", "{{ mesured | full_day }}", "没有“mesured”这项内容"),
        ("{{ sentences.overview() }}", "{{ sentences.overveiw() }}", "没有“sentences.overveiw”这个句子"),
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


def test_a_fact_of_another_paper_is_unknown_to_this_one(folder: Path) -> None:
    rewrite(folder / "talk-notice.docx", "{{ place }}", "{{ rectify }}")
    (found,) = check_papers(folder)
    assert found.file == "talk-notice.docx"
    assert "没有“rectify”这项内容" in found.message


def test_a_misspelt_fact_in_a_sentence_has_its_line(folder: Path) -> None:
    sentences = folder / "sentences.txt.j2"
    text = sentences.read_text(encoding="utf-8")
    place = next(number for number, line in enumerate(text.splitlines(), 1) if "totals.undated" in line)
    sentences.write_text(text.replace("totals.undated", "total.undated"), encoding="utf-8")
    assert [tuple(found) for found in check_papers(folder)] == [
        ("sentences.txt.j2", place, "模板写法有误：没有“total”这项内容")
    ]


def test_a_word_that_is_missing_or_a_broken_table_is_found(folder: Path) -> None:
    table = folder / "words.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace('missing = "未报送进展"\n', ""), encoding="utf-8")
    assert [found.message for found in check_papers(folder)] == ["缺少词语 causes.missing"]


def test_a_broken_table_of_words_has_its_line(folder: Path) -> None:
    (folder / "words.toml").write_text('[buckets]\nlate = 逾期"\n', encoding="utf-8")
    (found,) = check_papers(folder)
    assert (found.file, found.line) == ("words.toml", 2)


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
