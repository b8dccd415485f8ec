"""The workbook, read back as a clerk's program would read it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from documents.cells import MOST, fitting
from documents.ledger import write_ledger
from documents.measures import Measures
from documents.scope import Scope
from documents.view import look
from register.snapshot import Snapshot
from tests.documents.conftest import Seen
from tests.documents.hostile import HOSTILE


def opened(measures: Measures, folder: Path) -> Workbook:
    path = folder / "ledger.xlsx"
    write_ledger(measures, path)
    return load_workbook(path)


def with_title(snapshot: Snapshot, title: str) -> Measures:
    tasks = (replace(snapshot.tasks[0], title=title), *snapshot.tasks[1:])
    return Measures(look(replace(snapshot, tasks=tasks), Scope()))


def test_has_a_sheet_for_everything(seen: Seen, tmp_path: Path) -> None:
    book = opened(seen(), tmp_path)
    assert book.sheetnames == ["事项", "节点", "进展报告", "工作目标", "督办梯次", "提请协调", "单位", "考评"]
    # Above the rows stand the plan's title, the day and the header.
    assert [book[name].max_row - 3 for name in book.sheetnames] == [25, 30, 29, 3, 5, 0, 12, 0]
    for sheet in book:
        assert str(sheet["A1"].value).startswith("河南省产业集聚区“百园增效”行动")
        assert str(sheet["A2"].value).startswith("截止日期：2021年7月16日")


def test_is_set_up_for_reading_and_printing(seen: Seen, tmp_path: Path) -> None:
    for sheet in opened(seen(), tmp_path):
        assert sheet.freeze_panes == "A4"
        assert str(sheet.auto_filter.ref).startswith("A3:")
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, each one sheet wide
        assert sheet.print_title_rows == "$1:$3"


def test_dates_are_dates_and_lights_have_their_colour(seen: Seen, tmp_path: Path) -> None:
    sheet = opened(seen(), tmp_path)["节点"]
    columns = {str(cell.value): index for index, cell in enumerate(sheet[3], start=1)}
    first = {name: sheet.cell(4, column) for name, column in columns.items()}
    assert first["原定时限"].value == datetime(2021, 6, 30)  # noqa: DTZ001 - a sheet knows no zones
    assert first["原定时限"].number_format == "yyyy-mm-dd"
    assert (first["灯"].value, first["灯"].fill.start_color.rgb) == ("红灯", "FFF8CBAD")
    assert first["逾期天数"].value == 16


def test_the_instant_of_a_report_is_local(seen: Seen, tmp_path: Path) -> None:
    sheet = opened(seen(), tmp_path)["进展报告"]
    answered = [row[5].value for row in sheet.iter_rows(min_row=4) if row[1].value == 2]
    assert answered == [datetime(2021, 6, 26, 9, 0)]  # noqa: DTZ001 - a sheet knows no zones


def test_two_hundred_hostile_texts_stay_the_texts_they_are(snapshot: Snapshot, tmp_path: Path) -> None:
    tasks = tuple(replace(snapshot.tasks[1], number=row, title=text) for row, text in enumerate(HOSTILE, start=1))
    sheet = opened(Measures(look(replace(snapshot, tasks=tasks, rounds=(), climbs=()), Scope())), tmp_path)["事项"]
    cells = [row[2] for row in sheet.iter_rows(min_row=4)]
    assert len(cells) > 200
    # The format's own escape of _x0041_; this reader takes it off only where strings have a table of their own.
    assert [str(cell.value).replace("x005F_", "") for cell in cells] == [
        fitting(text).replace("x005F_", "") for text in HOSTILE
    ]
    assert {(cell.data_type, cell.hyperlink) for cell in cells} <= {("s", None), ("inlineStr", None)}
    begins = {str(cell.value)[0] for cell in cells if cell.quotePrefix}
    assert begins == {"=", "+", "-", "@", "\t", "'"}
    with zipfile.ZipFile(tmp_path / "ledger.xlsx") as parts:
        written = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels")))
    assert "<f>" not in written
    assert "<hyperlink" not in written
    assert "externalLink" not in written


def test_only_what_no_text_may_hold_is_left_out_of_the_hostile_ones() -> None:
    changed = [text for text in HOSTILE if fitting(text) != text]
    assert all(len(text) == 3 for text in changed)
    assert len(changed) == 38


def test_control_characters_are_left_out(snapshot: Snapshot, tmp_path: Path) -> None:
    text = "甲\x00乙\x07丙\x1b[31m\x7f\x85\u2028丁\ud800\ufffe\r\n戊"
    assert opened(with_title(snapshot, text), tmp_path)["事项"]["C4"].value == "甲乙丙[31m丁\n戊"


@pytest.mark.parametrize("long", ["长" * 40_000, "𠮷" * 20_000, "a" + "𠮷" * 20_000])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(snapshot: Snapshot, tmp_path: Path, long: str) -> None:
    value = str(opened(with_title(snapshot, long), tmp_path)["事项"]["C4"].value)
    assert value.endswith("……（内容过长，已截断）")
    assert MOST - 1 <= len(value.encode("utf-16-le")) // 2 <= MOST
    assert value[:1000] == long[:1000]


def test_a_text_that_just_fits_is_left_alone() -> None:
    assert fitting("长" * MOST) == "长" * MOST


def test_the_same_register_makes_the_same_bytes(seen: Seen, tmp_path: Path) -> None:
    write_ledger(seen(), tmp_path / "one.xlsx")
    write_ledger(seen(), tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_unit_sees_its_own_duties(seen: Seen, tmp_path: Path) -> None:
    book = opened(seen(Scope(unit="颍川办")), tmp_path)
    assert [row[7].value for row in book["节点"].iter_rows(min_row=4)] == ["颍川办"]
    assert [row[0].value for row in book["单位"].iter_rows(min_row=4)] == ["颍川办"]
    assert [row[4].value for row in book["进展报告"].iter_rows(min_row=4)] == ["未报送"]


def test_an_empty_register_still_opens(snapshot: Snapshot, tmp_path: Path) -> None:
    bare = replace(snapshot, tasks=(), rounds=(), climbs=(), cases=(), today=date(2021, 5, 15))
    assert opened(Measures(look(bare, Scope())), tmp_path)["事项"].max_row == 3
