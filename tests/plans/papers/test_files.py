"""Files of all kinds: read, or refused with what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from plans.papers import reading
from plans.papers.blocks import PaperRefused
from plans.papers.reading import read_bytes, read_paper
from tests.plans.papers.drafts import draft_from

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXT = "某市重点工作\n1.建设学校。\n牵头单位：市教育局\n完成时限：2023年6月底前\n"


def word(build: Callable[..., None]) -> bytes:
    document, file = Document(), io.BytesIO()
    build(document)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_any_coding_that_offices_use(coding: str) -> None:
    found = draft_from(read_bytes(TEXT.encode(coding)))

    assert found.units() == (["市教育局"], [])


def test_a_document_is_read_in_its_order_with_automatic_numbers_and_tables() -> None:
    def build(document) -> None:  # type: ignore[no-untyped-def]
        document.add_paragraph("2023年重点工作方案")
        document.add_paragraph("推进城市更新", style="List Number")
        document.add_paragraph("牵头单位：市住建局")
        document.add_paragraph("办好教育", style="List Number")
        document.add_paragraph("牵头单位：市教育局")
        table = document.add_table(3, 4)
        rows = [("序号", "工作任务", "责任单位", "完成时限"), ("1", "建设学校", "市教育局\n市财政局", "6月底前")]
        for row, texts in enumerate([*rows, ("2", "建设医院", "", "12月底前")]):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        table.cell(1, 2).merge(table.cell(2, 2))

    found = draft_from(read_bytes(word(build)))

    assert found.titles() == ["推进城市更新", "办好教育", "建设学校", "建设医院"]
    assert [found.units(index) for index in range(4)] == [
        (["市住建局"], []),
        (["市教育局"], []),
        ([], ["市教育局", "市财政局"]),
        ([], ["市教育局", "市财政局"]),
    ]
    assert found.dates(2) == ["2023-06-30"]


def test_a_workbook_is_read_with_its_merged_cells_and_dates() -> None:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    rows: list[list[str | int | None]] = [
        ["2023年重点任务分解表"],
        ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
        [1, "建设学校", "市教育局", "市财政局", "6月底前"],
        [2, "建设医院", None, "各县区", "2023-12-15"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("C3:C4")
    book.save(file)

    found = draft_from(read_bytes(file.getvalue()))

    assert found.titles() == ["建设学校", "建设医院"]
    assert found.units(1) == (["市教育局"], ["各县区"])
    assert found.dates(1) == ["2023-12-15"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"  \n\n", "文件是空的"),
        (b"%PDF-1.7 ...", "这是 PDF 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "旧格式"),
        (b"{\\rtf1 x}", "这是 RTF 文件"),
        (b"PK\x03\x04 broken", "文件已损坏"),
        (b"\x00\x01\x02" * 400, "文件不是文本"),
    ],
)
def test_what_is_no_paper_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(PaperRefused, match=words) as refused:
        read_bytes(data)

    assert "请" in str(refused.value)


def test_a_cell_that_spans_more_columns_than_a_table_has_is_refused_before_it_is_written_out() -> None:
    def build(document, columns: int) -> None:  # type: ignore[no-untyped-def]
        cell = document.add_table(2, 2).cell(0, 0)
        cell._tc.grid_span = columns

    assert read_bytes(word(lambda document: build(document, 63)))
    for columns in (201, 20_000_000):
        with pytest.raises(PaperRefused, match="跨列过多：请"):
            read_bytes(word(lambda document, columns=columns: build(document, columns)))


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_merged_cells_without_measure_are_refused_before_they_are_made(prefix: str) -> None:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active["A1"] = "2023年重点任务分解表"
    book.save(file)
    with zipfile.ZipFile(file) as parts:
        kept = [(name, parts.read(name)) for name in parts.namelist()]

    def merged(cells: str) -> bytes:
        named = f'<{prefix}mergeCells xmlns:x="{_SHEETS}"><{prefix}mergeCell ref="{cells}"/></{prefix}mergeCells>'
        end = b"</sheetData>"
        return package(*((name, content.replace(end, end + named.encode())) for name, content in kept))

    assert read_bytes(merged("A1:E1"))
    for cells in ("A1:Z100000", "A1:XFD1048576"):
        with pytest.raises(PaperRefused, match="合并的单元格过多：请"):
            read_bytes(merged(cells))


def package(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def test_a_package_that_is_no_document_is_refused() -> None:
    with pytest.raises(PaperRefused, match="没有 Word 文档"):
        read_bytes(package(("readme.txt", b"x")))


def test_a_damaged_document_is_refused() -> None:
    with pytest.raises(PaperRefused, match="文件已损坏"):
        read_bytes(package(("word/document.xml", b"<w:document>")))


def test_a_package_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1_000_000)

    with pytest.raises(PaperRefused, match="展开后过大"):
        read_bytes(package(("word/document.xml", b"0" * 1_000_001)))


def test_a_huge_text_is_refused() -> None:
    with pytest.raises(PaperRefused, match="文本超过 5 MB"):
        read_bytes(b"x" * (reading.MOST_TEXT + 1))


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(PaperRefused, match="是文件夹"):
        read_paper(tmp_path)
    with pytest.raises(PaperRefused, match=r"没有 .*nowhere\.docx"):
        read_paper(tmp_path / "nowhere.docx")
