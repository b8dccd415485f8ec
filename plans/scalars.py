"""What an unquoted word of the file means: YAML 1.2's core values, and days as YYYY-MM-DD."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_NOTHING = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_CONSTANTS = _NOTHING | {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{0,15})?([eE][-+]?[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_TIME = re.compile(r"[0-9]{1,3}(:[0-9]{1,2}){1,2}")


@dataclass(frozen=True, slots=True)
class Misread:
    """A word that YAML readers do not agree on, or that means nothing: said at once, never guessed."""

    wrong: str
    expected: str


def meaning(word: str) -> object:
    """The value of an unquoted ``word``; text stays text."""
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if _INTEGER.fullmatch(word):
        return int(word)
    if _NUMBER.fullmatch(word):
        return float(word)
    if _DAY.fullmatch(word):
        return _day(word)
    if _TIME.fullmatch(word):
        # YAML 1.1 takes 16:30 for the number 990: without quotes nobody can know what was meant.
        return Misread(f"{word} 没有加引号", f'时刻应加引号，写作 "{word}"')
    return word


def _day(word: str) -> date | Misread:
    year, month, day = (int(part) for part in word.split("-"))
    try:
        found = date(year, month, day)
    except ValueError:
        return Misread(f"没有 {word} 这一天", "应为日历上有的日期，如 2021-06-30")
    return found if len(word) == len("2021-06-30") else Misread(f"日期写作 {word}", f"应写作 {found.isoformat()}")
