"""Reads a ledger that came back: the remarks (办公室备注) with their rows, and every cell that is not right."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from documents.editable import MARK, NOTE
from documents.frames import VERSION
from documents.words import full_day, printable, words
from register.notes import LONGEST, Edited

_KEY = re.compile(rf"(task|duty|unit):(\d{{1,9}}){VERSION}(\d{{1,6}})")
_HEADERS_WITHIN = 10
"""Rows from the top, within which the header must stand."""
_MOST_BYTES = 200_000_000
_MOST_ROWS = 1_048_576
"""The format's own limit; a row numbered beyond it would be reached through as many empty ones."""
_ESCAPED = "_x005F_"
"""The format's own escape of an underline that would begin an escape; not every program takes it off again."""


@dataclass(frozen=True, slots=True)
class Returned:
    """``plan`` is the plan's own name; None when no sheet is one of ours. ``problems`` are told as they are."""

    plan: str | None
    edited: tuple[Edited, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sheet's remarks stand, counted from 0."""

    sheet: str
    header: int
    note: int
    key: int

    def cell(self, row: int) -> str:
        """“事项”表第6行“办公室备注”（O6）."""
        return words("returned")["cell"].format(
            sheet=self.sheet, row=row + 1, column=_heading(), name=f"{_letters(self.note)}{row + 1}"
        )


class _Reading:
    """What was found so far."""

    def __init__(self) -> None:
        self.plans: dict[str, None] = {}
        self.edited: dict[str, Edited] = {}
        self.problems: list[str] = []

    def problem(self, word: str, **facts: Any) -> None:
        self.problems.append(words("returned")[word].format(**facts))


def read_returned(path: Path) -> Returned:
    """Never raises for what a person may send: whatever is wrong is a problem in words."""
    found = _Reading()
    try:
        _read(path, found)
    except MemoryError:
        raise
    except Exception:
        found = _Reading()
        found.problem("unreadable")
    if not found.plans and not found.problems:
        found.problem("not-ours")
    if len(found.plans) > 1:
        found.problem("mixed")
    return Returned(next(iter(found.plans), None), tuple(found.edited.values()), tuple(found.problems))


def _read(path: Path, found: _Reading) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415 - loaded only when a ledger comes back

    with zipfile.ZipFile(path) as parts:
        if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
            found.problem("too-big")
            return
    book = load_workbook(path, read_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            _read_sheet(sheet, found)
    finally:
        book.close()


def _read_sheet(sheet: Any, found: _Reading) -> None:
    place = None
    for row, cells in enumerate(sheet.iter_rows()):
        if row >= _MOST_ROWS:
            found.problem("too-big")
            return
        if place is not None:
            _read_row(place, row, cells, found)
        elif row < _HEADERS_WITHIN:
            place = _place(sheet.title, row, cells, found)
        else:
            return


def _place(title: str, row: int, cells: tuple[Any, ...], found: _Reading) -> _Place | None:
    """Where the remarks stand, if this is our header."""
    key = next((at for at, cell in enumerate(cells) if str(cell.value).startswith(f"{MARK}:")), None)
    if key is None:
        return None
    found.plans[str(cells[key].value).split(":", 2)[-1]] = None
    note = next((at for at, cell in enumerate(cells) if cell.value == _heading()), None)
    if note is None:
        found.problem("no-column", sheet=title, column=_heading())
        return None
    return _Place(title, row, note, key)


def _read_row(place: _Place, row: int, cells: tuple[Any, ...], found: _Reading) -> None:
    key, cell = (cells[at] if at < len(cells) else None for at in (place.key, place.note))
    named = str(key.value) if key is not None and key.value is not None else ""
    where = place.cell(row)
    said = list(_words(cell, where, found))
    if not said:
        return
    known = _KEY.fullmatch(named)
    if known is None:
        if said[0] or named:
            found.problem("no-row", cell=where)
    elif named in found.edited:
        found.problem("twice", cell=where, other=found.edited[named].cell)
    else:
        found.edited[named] = Edited(f"{known[1]}:{known[2]}", int(known[3]), where, said[0])


def _words(cell: Any, where: str, found: _Reading) -> Iterator[str]:
    """The remark as text; nothing where it is told as a problem."""
    value = cell.value if cell is not None else None
    kind = cell.data_type if value is not None else "s"
    if kind in {"f", "e", "b"}:
        found.problem({"f": "formula", "e": "error"}.get(kind, "not-text"), cell=where)
        return
    text = printable(_text(value)).strip()
    if len(text) > LONGEST:
        found.problem("too-long", cell=where, length=len(text), longest=LONGEST)
        return
    yield text


def _text(value: Any) -> str:
    """A number or a day as it was meant: a spreadsheet makes them of what a person types."""
    if value is None:
        return ""
    if isinstance(value, date):
        return full_day(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace(_ESCAPED, "_")


def _heading() -> str:
    return words("columns.tasks")[NOTE]


def _letters(column: int) -> str:
    """0 is A, 26 is AA."""
    name, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
