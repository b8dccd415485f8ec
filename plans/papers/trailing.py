"""A deadline that stands behind units without a label of its own: 「…、市财政局，6月底完成」."""

from __future__ import annotations

import re

from plans.deadline import Kind
from plans.deadlines import read_deadlines
from plans.papers.name_kinds import looks_like_unit
from plans.script import folded

_MAY_BE_TIME = re.compile(r"\d|年|季度|月|底|长期|持续|常态")
_LAST_PIECE = re.compile(r"[,，;；、。]\s*(?P<piece>[^,，;；、。]{2,25})[。;；]?\s*$")
_UNDATED = (Kind.ONGOING, Kind.RECURRING, Kind.AMBIGUOUS)


def without_deadline(text: str) -> tuple[str, str]:
    """The units, and the wording of the deadline behind them; the latter is empty where there is none."""
    found = _LAST_PIECE.search(text)
    if found is None or not _MAY_BE_TIME.search(found["piece"]) or not says_when(found["piece"]):
        return text, ""
    return text[: found.start()], found["piece"]


def says_when(text: str) -> bool:
    """Whether ``text`` is a deadline and no unit."""
    if looks_like_unit(text):
        return False
    return any(one.due or one.kind in _UNDATED for one in read_deadlines(folded(text), 2000))
