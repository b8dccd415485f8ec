"""The ledger (台账): the whole register as a workbook that opens, filters and prints as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from documents.cells import Look, write
from documents.columns import is_running, row_height, width_of
from documents.editable import KEY, NOTE, hidden_header, open_column
from documents.frames import frames
from documents.measures import Measures
from documents.words import full_day, one_line, words
from register.light import Light
from register.notes import LONGEST
from register.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd

_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
_FILLS = {Light.DONE: "#D9E2F3", Light.RED: "#F8CBAD", Light.YELLOW: "#FFE699", Light.GREEN: "#C6E0B4"}
_TITLE, _AS_OF, _HEADER, _FIRST = 0, 1, 2, 3
_A4 = 9


def write_ledger(measures: Measures, path: Path) -> None:
    """Write the workbook of the view; the same view makes the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - loaded only when a ledger is made

    register = measures.view.register
    # Each row leaves as the next begins, so what belongs to a row or a sheet is set before its cells.
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.set_properties({"title": one_line(register.title, 200), "created": register.at.replace(tzinfo=None)})
        looks = _Looks(book)
        for name, frame in frames(measures):
            sheet = book.add_worksheet(words("sheets")[name])
            columns = list(frame.columns)
            _set_up(sheet, columns, len(frame))
            _head(sheet, looks, dict(words(f"columns.{name}")), register, hidden_header(register.code, name))
            if KEY in columns:
                open_column(sheet, columns, _HEADER, len(frame))
            _body(sheet, looks, frame)


class _Looks:
    """The workbook's formats, each made once."""

    def __init__(self, book: Any) -> None:
        def look(**more: Any) -> Look:
            base = {**_FONT, "text_wrap": True, **more}
            return Look(
                plain=book.add_format(base),
                quoted=book.add_format({**base, "quote_prefix": True}),
                day=book.add_format({**base, "num_format": "yyyy-mm-dd"}),
                moment=book.add_format({**base, "num_format": "yyyy-mm-dd hh:mm"}),
            )

        def heading(size: int, **more: Any) -> Look:
            return look(font_size=size, border=0, text_wrap=False, **more)

        self.title = heading(15, bold=True)
        self.as_of = heading(10)
        self.header = look(bold=True, align="center", bg_color="#DDEBF7")
        self.running = look(align="left")
        self.centre = look(align="center")
        # Text by its format: what looks like a date or a number stays as it is typed.
        self.free = look(align="left", bg_color="#FFF9DB", locked=False, num_format="@")
        self.free_header = look(bold=True, align="center", bg_color="#FFE699")
        names = words("lights")
        self.lights = {names[light]: look(align="center", bg_color=fill) for light, fill in _FILLS.items()}

    def of(self, column: str) -> Look:
        if column == NOTE:
            return self.free
        return self.running if is_running(column) else self.centre


def _head(sheet: Any, looks: _Looks, columns: dict[str, str], register: Snapshot, hidden: str) -> None:
    said = words("ledger")
    as_of = said["as-of"].format(day=full_day(register.today))
    if KEY in columns:
        as_of += said["how"].format(note=columns[NOTE], longest=LONGEST)
        columns[KEY] = hidden
    write(sheet, _TITLE, 0, f"{register.title}（{sheet.get_name()}）", looks.title)
    write(sheet, _AS_OF, 0, as_of, looks.as_of)
    for column, (name, header) in enumerate(columns.items()):
        write(sheet, _HEADER, column, header, looks.free_header if name == NOTE else looks.header)


def _body(sheet: Any, looks: _Looks, frame: pd.DataFrame) -> None:
    of_columns = [looks.of(name) for name in frame.columns]
    widths = [width_of(name) for name in frame.columns]
    light = list(frame.columns).index("light") if "light" in frame.columns else -1
    for row, values in enumerate(frame.itertuples(index=False, name=None), start=_FIRST):
        sheet.set_row(row, row_height(values, widths))
        for column, value in enumerate(values):
            look = looks.lights.get(value, of_columns[column]) if column == light else of_columns[column]
            write(sheet, row, column, value, look)


def _set_up(sheet: Any, columns: list[str], rows: int) -> None:
    sheet.set_row(_TITLE, 26)
    sheet.set_row(_HEADER, 32)
    for index, name in enumerate(columns):
        sheet.set_column(index, index, width_of(name))
    sheet.freeze_panes(_FIRST, 0)
    sheet.autofilter(_HEADER, 0, _HEADER + max(rows, 1), len(columns) - 1)
    _set_up_print(sheet)


def _set_up_print(sheet: Any) -> None:
    """A4 across, as wide as the paper; every page has title, header and number."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TITLE, _HEADER)
    sheet.set_footer(f"&C{words('ledger')['page']}", {"scale_with_doc": False})
