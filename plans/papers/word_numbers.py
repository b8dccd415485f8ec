"""Automatic numbers of a .docx: they are shown by the word processor, but stand in no text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_DIGITS = "〇一二三四五六七八九"
_DEEPEST = 9


def chinese(number: int) -> str:
    """1 to 99 as papers count: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if number > 99 or number < 1:
        return str(number)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


_SHOWN: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": str,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "ideographDigital": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "decimalEnclosedCircle": lambda number: chr(ord("①") + number - 1) if number <= 20 else f"({number})",
    "decimalEnclosedCircleChinese": lambda number: chr(ord("①") + number - 1) if number <= 20 else f"({number})",
}


class Numbers:
    """Counts along, paragraph by paragraph."""

    def __init__(self, document: Document) -> None:
        self._levels = _levels(document)
        self._counts: dict[str, list[int]] = {}

    def before(self, paragraph: Paragraph) -> str:
        """The number that is shown before ``paragraph``; empty where there is none."""
        list_id, level = _list_of(paragraph)
        levels = self._levels.get(list_id)
        if levels is None or level not in levels:
            return ""
        counts = self._counts.setdefault(list_id, [0] * _DEEPEST)
        start = levels[level][2]
        counts[level] = counts[level] + 1 if counts[level] else start
        counts[level + 1 :] = [0] * (_DEEPEST - level - 1)
        shown = levels[level][1]
        for index in range(level + 1):
            form = _SHOWN.get(levels[index][0]) if index in levels else None
            shown = shown.replace(f"%{index + 1}", form(counts[index] or 1) if form else "")
        return shown if any(char.isalnum() or char in "①②③④⑤⑥⑦⑧⑨⑩" for char in shown) else ""


def _list_of(paragraph: Paragraph) -> tuple[str, int]:
    """The list and level that the paragraph, or its style, belongs to."""
    for properties in _properties(paragraph):
        numbered = properties.find(qn("w:numPr")) if properties is not None else None
        if numbered is not None:
            list_id, level = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
            if list_id is not None:
                return str(list_id.get(qn("w:val"))), _whole(level.get(qn("w:val")) if level is not None else "0")
    return "", 0


def _properties(paragraph: Paragraph) -> list[Any]:
    style = paragraph.style
    found = [paragraph._p.pPr]
    while style is not None and len(found) < _DEEPEST:
        found.append(style.element.find(qn("w:pPr")))
        style = getattr(style, "base_style", None)
    return found


def _levels(document: Document) -> dict[str, dict[int, tuple[str, str, int]]]:
    """By list: level → (format, text with %1, first number)."""
    try:
        numbering: Any = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstract = {
        one.get(qn("w:abstractNumId")): {
            _whole(level.get(qn("w:ilvl"))): _level(level) for level in one.findall(qn("w:lvl"))
        }
        for one in numbering.findall(qn("w:abstractNum"))
    }
    found = {}
    for one in numbering.findall(qn("w:num")):
        base = one.find(qn("w:abstractNumId"))
        if base is not None and base.get(qn("w:val")) in abstract:
            found[str(one.get(qn("w:numId")))] = abstract[base.get(qn("w:val"))]
    return found


def _level(level: Any) -> tuple[str, str, int]:
    def value(name: str, otherwise: str) -> str:
        found = level.find(qn(name))
        return str(found.get(qn("w:val")) or otherwise) if found is not None else otherwise

    return value("w:numFmt", "decimal"), value("w:lvlText", ""), _whole(value("w:start", "1"))


def _whole(text: str | None) -> int:
    return min(int(text), _DEEPEST * 1000) if text and text.isdecimal() else 0
