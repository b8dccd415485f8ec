"""The heads of a table that was laid out one cell below the other, or one row a line with blanks between."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.papers.blocks import Paragraph
from plans.papers.labels import UNITS, Label, header
from plans.papers.marks import mark_of
from plans.script import folded

TEXTS = frozenset({Label.TASK, Label.CONTENT})
INTEGER = re.compile(r"[★▲☆*]?\(?(?P<n>\d{1,3})\)?[.、]?")
_FEWEST_COLUMNS = 3
_MOST_LINES = 30
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class Heads:
    """``lines`` is how many lines the heads take; ``spaced`` where one line holds them all."""

    columns: list[Label]
    words: list[str]
    lines: int
    spaced: bool = False


def heads_at(paragraphs: list[Paragraph], start: int) -> Heads | None:
    """The heads that begin at ``start``; None where none do, or where no task could stand below them."""
    first = tokens(paragraphs[start].text)
    if not first or header(folded(first[0])) is None:
        return None
    if len(first) >= _FEWEST_COLUMNS and header(folded(first[0])) is Label.NUMBER:
        return _useful(*_grouped(first), lines=1, spaced=True)
    if header(folded(paragraphs[start].text)) is Label.NUMBER:
        fragments = _down_to_number(paragraphs, start)
        return _useful(*_grouped(fragments), lines=len(fragments)) if fragments else None
    return _known_only(paragraphs, start)


def tokens(text: str) -> list[str]:
    """The cells of a line that sets them apart by blanks; 路 军 is one of them."""
    return [re.sub(r"\s", "", one) for one in re.split(r"(?<=\S\S)\s+|\s+(?=\S\S)", text.strip()) if one]


def _down_to_number(paragraphs: list[Paragraph], start: int) -> list[str]:
    """Everything between 序号 and the first number is a head, or a piece of one."""
    found: list[str] = []
    for paragraph in paragraphs[start : start + _MOST_LINES]:
        text = re.sub(r"\s", "", paragraph.text)
        mark = mark_of(folded(text), text)
        if INTEGER.fullmatch(folded(text)) or (found and mark is not None and mark.style.startswith("chinese")):
            return found
        if len(text) > _LONGEST or ":" in folded(text):
            break
        found.append(text)
    return []


def _known_only(paragraphs: list[Paragraph], start: int) -> Heads | None:
    found: list[str] = []
    for paragraph in paragraphs[start : start + _MOST_LINES]:
        flat = folded(paragraph.text)
        kind = header(flat) if ":" not in flat else None
        if kind is None or kind is Label.NUMBER:
            break
        found.append(paragraph.text)
    return _useful([header(folded(word)) or Label.OTHER for word in found], found, lines=len(found))


def _grouped(fragments: list[str]) -> tuple[list[Label], list[str]]:
    """The heads put together again: 责任 / 单位, 总投资 / (万元)."""
    kinds: list[Label] = []
    words: list[str] = []
    at = 0
    while at < len(fragments):
        size = _size(fragments[at : at + 3])
        word = "".join(fragments[at : at + size])
        at += size
        if words and folded(word).startswith("("):
            words[-1] += word
            continue
        kinds.append(header(folded(word)) or Label.OTHER)
        words.append(word)
    return kinds, words


def _size(fragments: list[str]) -> int:
    """How many of the fragments make the next head."""
    alone = header(folded(fragments[0]))
    if alone is not None and (len(fragments[0]) > 2 or alone is Label.NUMBER):
        return 1
    joined = [size for size in range(2, len(fragments) + 1) if header(folded("".join(fragments[:size]))) is not None]
    return joined[0] if joined else 1


def _useful(kinds: list[Label], words: list[str], *, lines: int, spaced: bool = False) -> Heads | None:
    told = set(kinds)
    if len(kinds) < _FEWEST_COLUMNS or not told & TEXTS or not told & {*UNITS, Label.DEADLINE}:
        return None
    return Heads(kinds, words, lines, spaced)
