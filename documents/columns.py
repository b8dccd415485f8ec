"""How wide the ledger's columns are, which of them hold running text, and how high a row must be to show it all.

Widths and heights are in the format's own units: digits of the standard font, and points. All columns of a sheet
together stay near two hundred digits: on A4 across, that still prints at a size that can be read.
"""

from __future__ import annotations

from collections.abc import Sequence

_USUAL = 8
_DAY, _MOMENT = 11, 16
_WIDTHS = {
    **dict.fromkeys(("baseline", "due", "met_on", "closed_on", "base", "planned"), _DAY),
    **dict.fromkeys(("answered_at", "at", "filed_at", "put_at"), _MOMENT),
    **dict.fromkeys(("number", "ordinal", "version", "self_reviewed", "ongoing", "extended"), 6),
    **dict.fromkeys(("bucket", "answer", "cause", "state", "outcome"), 11),
    **dict.fromkeys(("section", "leads", "wording", "no_change_reason", "case_state"), 15),
    **dict.fromkeys(("unit", "owner", "why_not", "verdict_reason"), 18),
    **dict.fromkeys(("result", "problems", "next_step", "reply", "note", "decreed"), 22),
    **dict.fromkeys(("title", "responsibles", "name"), 26),
    "done": 30,
}
_RUNNING = {"section", "title", "leads", "responsibles", "result", "wording", "done", "problems", "next_step", "unit"}
_RUNNING |= {"no_change_reason", "verdict_reason", "why_not", "name", "owner", "reply", "note", "decreed"}
_LINE, _HIGHEST = 13.5, 409.0
"""A line of ten points; a row can be no higher than this."""


def width_of(column: str) -> int:
    return _WIDTHS.get(column, _USUAL)


def is_running(column: str) -> bool:
    """Running text begins at the left; everything else stands in the middle."""
    return column in _RUNNING


def row_height(values: Sequence[object], widths: Sequence[int]) -> float:
    """No program works it out for itself when it opens a file that somebody else has written."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        # A character is two digits wide at most, and most cells are short.
        if isinstance(value, str) and (2 * len(value) > width or "\n" in value):
            lines = max(lines, sum(-(-_digits(part) // width) or 1 for part in value.split("\n")))
    return min(_HIGHEST, lines * _LINE + 3)


def _digits(text: str) -> int:
    """A Chinese character is as wide as two digits, and three bytes long."""
    return (len(text) + len(text.encode("utf-8", "replace"))) // 2
