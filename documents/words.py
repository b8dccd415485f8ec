"""The words and templates of the documents, kept with all other words in ``message_templates/``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

FOLDER = Path(__file__).resolve().parent.parent / "message_templates" / "documents"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NUMERALS = "〇一二三四五六七八九"


@cache
def _all_words() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))


def words(table: str) -> Mapping[str, str]:
    """The words of one table; a dotted name reaches a table within a table."""
    found: Any = _all_words()
    for name in table.split("."):
        found = found[name]
    words: Mapping[str, str] = found
    return words


@cache
def environment(*, html: bool) -> Environment:
    """Sandboxed and strict. ``html`` escapes, for chat; paper is plain text and escapes nothing."""
    found = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters.update({"day": day, "full_day": full_day, "quarter": quarter})
    return found


def as_date(value: date | str) -> date:
    """Facts are plain JSON: their days are ISO text."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def day(value: date | str) -> str:
    """6月30日."""
    return f"{as_date(value).month}月{as_date(value).day}日"


def full_day(value: date | str) -> str:
    """2021年6月30日: months and days are written without a leading zero."""
    return f"{as_date(value).year}年{day(value)}"


def quarter(value: str) -> str:
    """2021Q2 as 2021年第二季度."""
    year, number = value.split("Q")
    return f"{year}年第{_NUMERALS[int(number)]}季度"


def numeral(number: int) -> str:
    """一 … 九十九, for the headings of a paper."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "")


def printable(text: str) -> str:
    """``text`` without control characters; line breaks stay."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, most: int | None = None) -> str:
    """``text`` as one line, cut to ``most`` characters: what a person typed can open no paragraph of its own."""
    line = " ".join(printable(text).split())
    return line if most is None or len(line) <= most else line[: most - 1].rstrip() + "…"
