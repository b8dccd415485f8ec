"""Which column each line of a table belongs to that was laid out one cell below the other."""

from __future__ import annotations

import re

from plans.papers.blocks import Paragraph
from plans.papers.flat_heads import INTEGER, TEXTS
from plans.papers.labels import UNITS, Label
from plans.papers.marks import mark_of
from plans.papers.name_kinds import looks_like_unit
from plans.papers.names import listed
from plans.papers.trailing import says_when
from plans.script import folded

ACROSS = -1
_WIDEST_GAP = 5
_LONGEST_NAME, _SHORT = 30, 8
_POST = re.compile(r"[\u4e00-\u9fff]{2,4}|.*(?:长|书记|主任|主席|常委|主官|代表|同志|领导)")


def column_path(columns: list[Label], lines: list[Paragraph]) -> list[int]:
    """The likeliest column of every line; ``ACROSS`` is a heading across the table."""
    count = len(columns)
    scores: list[list[float]] = []
    back: list[list[int]] = []
    first = min(index for index, kind in enumerate(columns) if kind in TEXTS)
    previous = [0.0] * count
    sections: list[bool] = []
    numbers = _counting_up(lines)
    for position, line in enumerate(lines):
        fits = _fits(columns, line.text, integer=position in numbers)
        sections.append(_is_section(line.text, lines[position + 1].text if position + 1 < len(lines) else ""))
        if sections[-1]:
            scores.append(list(previous))
            back.append(list(range(count)))
            continue
        now, came = [], []
        for column in range(count):
            options = [(previous[old] - _cost(columns, old, column, first), old) for old in range(count)]
            best, old = max(options)
            now.append(best + fits[column])
            came.append(old)
        if position == 0:
            now = [fits[column] - 2.0 * column for column in range(count)]
        scores.append(now)
        back.append(came)
        previous = now
    column = max(range(count), key=lambda at: scores[-1][at])
    path = []
    for position in reversed(range(len(lines))):
        path.append(ACROSS if sections[position] else column)
        column = back[position][column]
    return path[::-1]


def _counting_up(lines: list[Paragraph]) -> set[int]:
    """Where lines are numbers that count up, here and there with a gap: the others are amounts."""
    found: set[int] = set()
    last = 0
    for position, line in enumerate(lines):
        number = INTEGER.fullmatch(folded(line.text).strip())
        value = int(number["n"]) if number else 0
        if number and (value == 1 or last < value <= last + _WIDEST_GAP or not found):
            found.add(position)
            last = value
    return found


def _is_section(text: str, following: str) -> bool:
    flat = folded(text).strip()
    mark = mark_of(flat, flat)
    return (
        mark is not None
        and mark.style in ("chinese", "chinese-bracket")
        and len(flat) <= 40
        and bool(INTEGER.fullmatch(folded(following).strip()))
    )


def _cost(columns: list[Label], old: int, new: int, first: int) -> float:
    """What it costs to go from a line in column ``old`` to the next line in column ``new``."""
    if new == old:
        if columns[new] is Label.NUMBER:
            return 6.0
        return {Label.LEAD: 1.0, Label.DEADLINE: 1.5, Label.STAGE: 1.0, Label.PERSON: 0.5}.get(
            columns[new], 0.3 if columns[new] in TEXTS else 0.0
        )
    if new > old:
        return 2.0 * (new - old - 1)
    if columns[new] is Label.NUMBER:
        return 2.0 * (len(columns) - 1 - old) * 0.5
    if new == first or (columns[new] in TEXTS and new < old):
        return (2.5 if Label.NUMBER in columns else 0.0) + 1.0 * (len(columns) - 1 - old)
    return 8.0


def _fits(columns: list[Label], text: str, *, integer: bool) -> list[float]:
    flat = folded(text).strip()
    names = listed(text) if len(flat) <= 120 else []
    units = bool(names) and all(looks_like_unit(name) and len(name) <= 25 for name in names) and "。" not in flat
    dated = len(flat) <= 40 and says_when(flat)
    person = len(flat) <= 30 and bool(_POST.fullmatch(flat)) and not units
    fits = [_fit(kind, integer=integer, units=units, dated=dated, person=person, length=len(flat)) for kind in columns]
    texts = [index for index, kind in enumerate(columns) if kind in TEXTS]
    if len(texts) > 1 and not integer:
        # Of several columns of text the first holds names, and the others what is said of them.
        fits[texts[0]] -= 0.8 if len(flat) > _LONGEST_NAME else 0.0
        for index in texts[1:]:
            fits[index] -= 0.8 if len(flat) <= _SHORT else 0.0
    return fits


def _fit(kind: Label, *, integer: bool, units: bool, dated: bool, person: bool, length: int) -> float:
    """How well a line fits a column of this kind; weights found by trying papers, only their order matters."""
    if kind is Label.NUMBER:
        return 5.0 if integer else -20.0
    if integer:
        return -6.0
    if kind in TEXTS:
        like_text = 0.5 + (1.0 if length > 15 else 0.0)
        return like_text - (1.5 if units and length <= 12 else 0.0) - (1.0 if dated and length <= 15 else 0.0)
    fitting = {Label.DEADLINE: 3.0 if dated else -3.0, Label.PERSON: 2.0 if person else -2.0}
    return fitting.get(kind, (3.0 if units else -3.0) if kind in UNITS else 0.0)
