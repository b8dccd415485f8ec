"""Chinese numerals as official papers number and date with them."""

from __future__ import annotations

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "O": 0, "0": 0}
NUMERAL = "[一二三四五六七八九十百]{1,7}"
"""一 to 九百九十九, as a piece of a pattern."""


def number_of(text: str) -> int:
    """12, 十二 or 二十三 as a number; ValueError where it is none."""
    if text.isdecimal():
        return int(text)
    total, unit = 0, 0
    for char in text:
        if char in "十百":
            total += (unit or 1) * (10 if char == "十" else 100)
            unit = 0
        elif char in _DIGITS:
            unit = _DIGITS[char]
        else:
            raise ValueError(text)
    return total + unit


def year_of(text: str) -> int:
    """2021 or 二〇二一."""
    return int("".join(char if char.isdecimal() else str(_DIGITS[char]) for char in text))
