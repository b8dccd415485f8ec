"""Reading what people type into a form."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from actions.refusal import Refusal
from actions.texts import trimmed

_PERCENT = re.compile(r"(?:百分之)?\s*(\d{1,6})\s*%?")
_NOTHING = frozenset({"无", "没有", "暂无", "无。", "没有。"})
_DAY = re.compile(r"(?:(\d{4})[年./-])?\s*(\d{1,2})[月./-]\s*(\d{1,2})[日号]?")


def percent_of(text: str) -> int:
    """60, 60% or 百分之60; Refusal when it is no number, or none from 0 to 100."""
    found = _PERCENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise Refusal("percent-number")
    if int(found[1]) > 100:
        raise Refusal("percent-range")
    return int(found[1])


def words_of(text: str) -> str:
    """A text that says something; Refusal when it is empty or too long."""
    words = trimmed(text)
    if not words:
        raise Refusal("text-needed")
    return words


def words_or_none(text: str) -> str:
    """The same, where 无 is an answer too and is kept as an empty text."""
    words = words_of(text)
    return "" if words in _NOTHING else words


def day_of(text: str, today: date) -> date:
    """7月30日, 2021-07-30 or 7.30; without a year the next such day. Refusal when it is no day."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise Refusal("day-needed")
    try:
        day = date(int(found[1] or today.year), int(found[2]), int(found[3]))
        if found[1] is None and day < today:
            day = day.replace(year=today.year + 1)
    except ValueError:
        raise Refusal("day-needed") from None
    return day
