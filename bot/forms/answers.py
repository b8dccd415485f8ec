"""Reading what people type into a form."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from actions.refusal import Refusal
from actions.texts import trimmed

_PERCENT = re.compile(r"(?:百分之)?\s*(\d{1,6})(\.\d+)?\s*%?")
_SPELT = re.compile(r"(?:百分之)?(?:(一百|百)|([一二三四五六七八九]?十)?([零〇一二三四五六七八九])?)")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_NOTHING = frozenset({"无", "没有", "暂无", "无。", "没有。"})
_DAY = re.compile(r"(?:(\d{4})[年./-])?\s*(\d{1,2})[月./-]\s*(\d{1,2})[日号]?")
_JUST_PAST = timedelta(days=92)
"""A day without its year that lies so far back is a slip, not next year's day."""


def percent_of(text: str) -> int:
    """60, 60%, 百分之60, 六十; Refusal when it is no whole number from 0 to 100."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _PERCENT.fullmatch(plain)
    if found is None:
        return _spelt_percent(plain)
    if found[2] is not None:
        raise Refusal("percent-whole")
    if int(found[1]) > 100:
        raise Refusal("percent-range")
    return int(found[1])


def _spelt_percent(text: str) -> int:
    """八十, 八十五, 一百, 百分之零; Refusal when it is no number in such words."""
    found = _SPELT.fullmatch(text)
    if found is None or not any(found.groups()):
        raise Refusal("percent-number")
    hundred, tens, ones = found.groups()
    if hundred:
        return 100
    return (_DIGITS.get(tens[0], 1) * 10 if tens else 0) + (_DIGITS[ones] if ones else 0)


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
    """7月30日, 2021-07-30 or 7.30; Refusal when it is no day.

    Without a year it is the next such day, unless it is only just past: then it is this year's, for the caller to
    refuse. Next year's would put off by a year what somebody meant for this week.
    """
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise Refusal("day-needed")
    try:
        day = date(int(found[1] or today.year), int(found[2]), int(found[3]))
        if found[1] is None and day < today - _JUST_PAST:
            day = day.replace(year=today.year + 1)
    except ValueError:
        raise Refusal("day-needed") from None
    return day
