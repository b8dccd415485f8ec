"""A ledger that was filled in and came back: what it says, and every cell that is not right."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from documents.ledger import write_ledger
from documents.returned import Returned, read_returned
from register.notes import LONGEST
from tests.documents.conftest import Seen
from tests.documents.hostile import HOSTILE

TASK_NOTE, DUTY_NOTE, UNIT_NOTE = "O", "R", "S"


@pytest.fixture
def filled(seen: Seen, tmp_path: Path) -> Callable[[dict[tuple[str, str], Any]], Returned]:
    """The ledger as it comes back after some cells were filled in: ``filled({("事项", "O4"): "待专班研究"})``."""

    def fill(cells: dict[tuple[str, str], Any]) -> Returned:
        path = tmp_path / "ledger.xlsx"
        write_ledger(seen(), path)
        book = load_workbook(path)
        for (sheet, cell), value in cells.items():
            book[sheet][cell] = value
            if isinstance(value, str):
                book[sheet][cell].data_type = "s"
        book.save(path)
        return read_returned(path)

    return fill


Filled = Callable[[dict[tuple[str, str], Any]], Returned]


def test_only_the_office_column_is_open(seen: Seen, tmp_path: Path) -> None:
    write_ledger(seen(), tmp_path / "ledger.xlsx")
    book = load_workbook(tmp_path / "ledger.xlsx")
    for name, note in (("事项", TASK_NOTE), ("节点", DUTY_NOTE), ("单位", UNIT_NOTE)):
        sheet = book[name]
        assert sheet[f"{note}3"].value == "办公室备注"
        assert sheet.protection.sheet
        opened = {
            cell.coordinate[:-1]
            for row in sheet.iter_rows(min_row=4, max_row=9)
            for cell in row
            if not cell.protection.locked
        }
        assert opened == {note}
        assert sheet[f"{note}4"].number_format == "@"
        hidden = [letter for letter, column in sheet.column_dimensions.items() if column.hidden]
        assert len(hidden) == 1
        assert "发给督办机器人" in str(sheet["A2"].value)
    assert not book["进展报告"].protection.sheet


def test_an_untouched_ledger_says_what_it_said(seen: Seen, tmp_path: Path) -> None:
    write_ledger(seen(), tmp_path / "ledger.xlsx")
    returned = read_returned(tmp_path / "ledger.xlsx")
    assert (returned.plan, returned.problems) == ("yuzhou-100-parks", ())
    assert len(returned.edited) == 25 + 30 + 12
    assert {one.words for one in returned.edited} == {""}


def test_a_remark_is_read_with_its_row_whatever_was_sorted(filled: Filled) -> None:
    returned = filled({("事项", "O4"): " 待专班研究 ", ("单位", "S6"): "联系电话待补"})
    said = {one.subject: one for one in returned.edited if one.words}
    assert said["task:1"].words == "待专班研究"
    assert said["task:1"].cell == "“事项”表第4行“办公室备注”（O4）"
    assert [one.words for subject, one in said.items() if subject.startswith("unit:")] == ["联系电话待补"]


def test_what_a_spreadsheet_made_of_typed_text_is_read_as_it_was_meant(filled: Filled) -> None:
    returned = filled({("事项", "O4"): 12, ("事项", "O5"): 1.5, ("事项", "O6"): datetime(2021, 6, 30)})  # noqa: DTZ001 - a sheet knows no zones
    said = [one.words for one in returned.edited if one.words]
    assert (said, returned.problems) == (["12", "1.5", "2021年6月30日"], ())


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("O4", "长" * (LONGEST + 1), "“事项”表第4行“办公室备注”（O4）：共501字，应在500字以内。"),
        ("O5", True, "“事项”表第5行“办公室备注”（O5）：填的是逻辑值，应为文字。"),
        ("O40", "新的一行", "“事项”表第40行“办公室备注”（O40）：这一行不是台账原有的行，备注应填在原有的行上。"),
        (
            "P6",
            "task:1#0",
            "“事项”表第6行“办公室备注”（O6）：与“事项”表第4行“办公室备注”（O4）是同一行，应只保留一行。",
        ),
        ("P6", "随便", "“事项”表第6行“办公室备注”（O6）：这一行不是台账原有的行，备注应填在原有的行上。"),
        ("O3", "备注", "“事项”表中没有“办公室备注”一列，请保留表头不变。"),
    ],
)
def test_a_cell_that_is_not_right_is_named(filled: Filled, cell: str, value: Any, told: str) -> None:
    assert filled({("事项", cell): value}).problems == (told,)


def test_a_formula_and_an_error_are_named(seen: Seen, tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    write_ledger(seen(), path)
    book = load_workbook(path)
    book["事项"]["O4"] = "=1+1"
    book["事项"]["O5"] = "#REF!"
    book["事项"]["O5"].data_type = "e"
    book.save(path)
    assert read_returned(path).problems == (
        "“事项”表第4行“办公室备注”（O4）：填的是公式，应为文字。",
        "“事项”表第5行“办公室备注”（O5）：填的是错误值，应为文字。",
    )


def test_hostile_remarks_come_back_as_text(filled: Filled) -> None:
    texts = [text for text in HOSTILE if text.isprintable() and text.strip() and len(text) < LONGEST][:60]
    for start in range(0, len(texts), 20):
        some = texts[start : start + 20]
        returned = filled({("事项", f"O{row}"): text for row, text in enumerate(some, start=4)})
        assert returned.problems == ()
        said = [one.words for one in returned.edited if one.subject.startswith("task:")][: len(some)]
        assert said == [text.strip() for text in some]


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook at all", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_workbook_is_told_apart(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    (problem,) = read_returned(tmp_path / "x.xlsx").problems
    assert problem.startswith("文件无法读取")


def test_a_workbook_of_somebody_elses_is_told_apart(tmp_path: Path) -> None:
    import xlsxwriter  # noqa: PLC0415 - only here

    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        book.add_worksheet().write_string(0, 0, "另一张表")
    (problem,) = read_returned(tmp_path / "x.xlsx").problems
    assert problem.startswith("这不是本系统导出的台账")


def test_what_unfolds_without_measure_is_not_unfolded(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 201_000_000)
    assert read_returned(tmp_path / "x.xlsx").problems == ("文件展开后过大，应为本系统导出的台账。",)


def test_a_sheet_of_another_plan_is_told_and_not_read_as_this_plans(seen: Seen, tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    write_ledger(seen(), path)
    book = load_workbook(path)
    moved = book["单位"]
    key = next(cell for cell in moved[3] if str(cell.value).endswith(":yuzhou-100-parks"))
    key.value = str(key.value).replace("yuzhou-100-parks", "another")
    book.save(path)
    assert read_returned(path).problems == ("文件中有不同方案的工作表：应只保留用 /report 导出的本方案台账的工作表。",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        (b"<dimension ", b'<dimension ref="A1:XFD1048576"/><ignored '),
    ],
)
def test_what_claims_to_be_huge_is_read_as_what_it_holds(seen: Seen, tmp_path: Path, old: bytes, new: bytes) -> None:
    returned = read_returned(_altered(seen, tmp_path, {old: new}))
    assert (len(returned.edited), returned.problems) == (25 + 30 + 12, ())


def test_a_row_beyond_what_a_sheet_can_hold_is_not_counted_up_to(seen: Seen, tmp_path: Path) -> None:
    row = b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row></sheetData>'
    changes = {b"</sheetData>": row, b"<dimension ": b"<ignored "}
    problems = read_returned(_altered(seen, tmp_path, changes)).problems
    assert set(problems) == {"文件展开后过大，应为本系统导出的台账。"}


def _altered(seen: Seen, folder: Path, changes: dict[bytes, bytes]) -> Path:
    """The ledger with ``changes`` in the XML of its first sheet."""
    write_ledger(seen(), folder / "whole.xlsx")
    with (
        zipfile.ZipFile(folder / "whole.xlsx") as whole,
        zipfile.ZipFile(folder / "altered.xlsx", "w", zipfile.ZIP_DEFLATED) as altered,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            for old, new in changes.items() if name.endswith("/sheet1.xml") else ():
                assert old in content
                content = content.replace(old, new)
            altered.writestr(name, content)
    return folder / "altered.xlsx"
