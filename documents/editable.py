"""The one column of the ledger that the office may fill in (办公室备注): marked, unlocked, and found again.

A hidden column beside it says in each row whose remark it is; its header says of which plan and sheet.
"""

from __future__ import annotations

from typing import Any

from documents.columns import width_of
from documents.words import words
from register.notes import LONGEST

NOTE, KEY = "note", "key"
MARK = "duban-ledger"
"""Begins the hidden header, and so names our own ledgers."""
_FREE = {"autofilter": True, "format_columns": True, "format_rows": True, "sort": True}


def hidden_header(plan: str, sheet: str) -> str:
    return f"{MARK}:{sheet}:{plan}"


def open_column(sheet: Any, columns: list[str], header: int, rows: int) -> None:
    """Lock the sheet but for this column. Without a password: it keeps from slips, whoever means it may lift it."""
    note, key = columns.index(NOTE), columns.index(KEY)
    sheet.set_column(key, key, width_of(KEY), None, {"hidden": True})
    sheet.protect("", _FREE)
    said = words("ledger")
    sheet.data_validation(
        header + 1,
        note,
        header + max(rows, 1),
        note,
        {
            "validate": "length",
            "criteria": "<=",
            "value": LONGEST,
            "input_title": said["input-title"],
            "input_message": said["input"].format(longest=LONGEST),
            "error_message": said["too-long"].format(longest=LONGEST),
        },
    )
