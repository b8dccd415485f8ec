"""A workbook's sheets as tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import IO
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from plans.papers.blocks import Block, Paper, PaperRefused, Paragraph, Row, Table

_MOST_CELLS = 500_000


def read_sheets(file: IO[bytes]) -> Paper:
    """Places count rows, from the first sheet to the last; formulas count as what they last came to."""
    _refuse_wide_merges(file)
    book = load_workbook(file, data_only=True)
    blocks: list[Block] = []
    place = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if (sheet.max_row or 0) * (sheet.max_column or 0) > _MOST_CELLS:
            raise PaperRefused(f"工作表“{sheet.title}”过大：请只留下任务表后再试。")
        rows = [Row(place + number, cells) for number, cells in enumerate(_rows(sheet), 1)]
        place += len(rows)
        blocks += _blocks(rows, sheet.title)
    return Paper(tuple(blocks))


class _Merges:
    """Adds up the places of merged cells while a part streams by: the library makes every one of them at once."""

    def __init__(self) -> None:
        self.places = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition("}")[2] != "mergeCell":
            return
        size = CellRange(attributes["ref"]).size
        self.places += size["rows"] * size["columns"]
        if self.places > _MOST_CELLS:
            raise PaperRefused("工作簿里合并的单元格过多：请取消任务表以外的合并，或只留下任务表后再试。")


def _refuse_wide_merges(file: IO[bytes]) -> None:
    """Looks into every part, as any may be a sheet; what is no XML is left to the library."""
    merges = _Merges()
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            parser = expat.ParserCreate(namespace_separator="}")
            parser.StartElementHandler = merges.start
            with package.open(name) as part, suppress(expat.ExpatError):
                parser.ParseFile(part)


def _blocks(rows: list[Row], name: str) -> Iterator[Block]:
    """Rows with one text are titles and notes as long as the table has not begun."""
    table: list[Row] = []
    for row in rows:
        filled = {cell for cell in row.cells if cell}
        if not filled:
            continue
        if len(filled) == 1 and not table:
            yield Paragraph(row.place, filled.pop())
        else:
            table.append(row)
    if table:
        yield Table(tuple(table), name)


def _rows(sheet: Worksheet) -> Iterator[tuple[str, ...]]:
    """A merged cell is written in each of its places."""
    grid = [[_text(cell.value) for cell in row] for row in sheet.iter_rows()]
    for merged in sheet.merged_cells.ranges:
        said = grid[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, merged.max_row):
            for column in range(merged.min_col - 1, merged.max_col):
                grid[row][column] = said
    yield from (tuple(row) for row in grid)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
