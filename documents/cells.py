"""The one way a value gets into a sheet: what is text stays text, whatever it begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from documents.words import printable, words

MOST = 32_767
"""Characters a cell may hold, counted as the format counts them (UTF-16 units)."""

_FORMULA = ("=", "+", "-", "@", "'", "\t")
"""How a text begins that a spreadsheet would take for something else, had a person typed it."""

Value = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Look:
    """How the cells of one column are drawn: dates need a format of their own.

    ``quoted`` is for text that would become a formula as soon as somebody edits the cell and leaves it as it is.
    """

    plain: Any
    quoted: Any
    day: Any
    moment: Any


def write(sheet: Any, row: int, column: int, value: Value, look: Look) -> None:
    """Put ``value`` at ``row``, ``column`` (from 0). The library's own ``write`` would guess formulas and links."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look.plain)
    elif isinstance(value, str):
        text = fitting(value)
        sheet.write_string(row, column, text, look.quoted if text.startswith(_FORMULA) else look.plain)
    elif isinstance(value, datetime):
        # A sheet knows no zones; the snapshot's instants are local already.
        sheet.write_datetime(row, column, value.replace(tzinfo=None, microsecond=0), look.moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, look.day)
    else:
        sheet.write_number(row, column, value, look.plain)


def fitting(text: str) -> str:
    """``text`` without control characters, cut where a cell ends, and saying so."""
    text = printable(text)
    if _units(text) <= MOST:
        return text
    note = words("ledger")["cut"]
    room = 2 * (MOST - _units(note))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + note


def _units(text: str) -> int:
    # Most texts are short: only a long one is worth encoding.
    return len(text) if 2 * len(text) <= MOST else len(text.encode("utf-16-le")) // 2
