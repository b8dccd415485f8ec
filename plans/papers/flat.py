"""Tables whose cells were laid one below the other: which line belongs to which column is found by what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.deadlines import Kind, read_deadlines
from plans.papers.blocks import Block, Paragraph, Row, Table
from plans.papers.labels import Label, header
from plans.papers.marks import mark_of
from plans.papers.names import listed, looks_like_unit
from plans.script import folded

_UNITS = frozenset({Label.LEAD, Label.SUPPORT, Label.EITHER})
_TEXTS = frozenset({Label.TASK, Label.CONTENT})
_INTEGER = re.compile(r"\(?\d{1,3}\)?[.、]?")
_END = re.compile(r"附件\s?\d*\s?[:：]?$|抄送|主题词|\(此件|注[:：]|备注[:：]|责任编辑|上一篇|下一篇|扫一扫|版权|打印")
_POST = re.compile(r"[\u4e00-\u9fff]{2,4}|.*(?:长|书记|主任|主席|常委|主官|代表|同志|领导)")
_FEWEST_COLUMNS = 3


def flat_tables(paragraphs: list[Paragraph]) -> Iterator[Block]:
    """``paragraphs`` with every such table put together again."""
    index = 0
    while index < len(paragraphs):
        columns = _heads(paragraphs, index)
        if not columns:
            yield paragraphs[index]
            index += 1
            continue
        end = _table_end(paragraphs, index + len(columns))
        yield from _rows(paragraphs[index : index + len(columns)], columns, paragraphs[index + len(columns) : end])
        index = end


def _heads(paragraphs: list[Paragraph], start: int) -> list[Label]:
    """The columns, where the lines from ``start`` on are nothing but their heads."""
    found: list[Label] = []
    for paragraph in paragraphs[start : start + 12]:
        flat = folded(paragraph.text)
        kind = header(flat) if ":" not in flat else None
        if kind is None:
            break
        found.append(kind)
    if Label.NUMBER in found[1:]:
        return []
    kinds = set(found)
    whole = len(found) >= _FEWEST_COLUMNS and kinds & _TEXTS and kinds & {*_UNITS, Label.DEADLINE}
    return found if whole else []


def _table_end(paragraphs: list[Paragraph], start: int) -> int:
    for index in range(start, len(paragraphs)):
        if _END.match(folded(paragraphs[index].text).strip()) or len(paragraphs[index].text) > 1000:
            return index
        if _heads(paragraphs, index) and index > start:
            return index
    return len(paragraphs)


def _rows(heads: list[Paragraph], columns: list[Label], lines: list[Paragraph]) -> Iterator[Block]:
    if not lines:
        yield from heads
        return
    rows = [Row(heads[0].place, tuple(one.text.strip() for one in heads))]
    path = _path(columns, lines)
    cells: list[list[str]] = [[] for _ in columns]
    place, last = lines[0].place, -1
    number = columns.index(Label.NUMBER) if Label.NUMBER in columns else -1

    def close() -> None:
        if any(cells):
            rows.append(Row(place, tuple("\n".join(cell) for cell in cells)))

    for line, column in zip(lines, path, strict=True):
        section = column < 0
        if section or column < last or (column == number and cells[number]):
            close()
            kept = cells[number] if number >= 0 and column != number and not section else []
            cells = [[] for _ in columns]
            if kept and column > number >= 0:
                cells[number] = list(kept)
            place = line.place
        if section:
            rows.append(Row(line.place, (line.text.strip(),)))
            last = -1
            continue
        cells[column].append(line.text.strip())
        last = column
    close()
    yield Table(tuple(rows))


def _path(columns: list[Label], lines: list[Paragraph]) -> list[int]:
    """The likeliest column of every line; -1 is a heading across the table."""
    count = len(columns)
    scores: list[list[float]] = []
    back: list[list[int]] = []
    first = min(index for index, kind in enumerate(columns) if kind in _TEXTS)
    previous = [0.0] * count
    sections: list[bool] = []
    for position, line in enumerate(lines):
        fits = _fits(columns, line.text)
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
        path.append(-1 if sections[position] else column)
        column = back[position][column]
    return path[::-1]


def _is_section(text: str, following: str) -> bool:
    flat = folded(text).strip()
    mark = mark_of(flat, flat)
    return mark is not None and mark.style in ("chinese", "chinese-bracket") and len(flat) <= 40 and bool(_INTEGER.fullmatch(folded(following).strip()))


def _cost(columns: list[Label], old: int, new: int, first: int) -> float:
    """What it costs to go from a line in column ``old`` to the next line in column ``new``."""
    if new == old:
        if columns[new] is Label.NUMBER:
            return 6.0
        return {Label.LEAD: 1.0, Label.DEADLINE: 1.5, Label.PERSON: 0.5}.get(columns[new], 0.3 if columns[new] in _TEXTS else 0.0)
    if new > old:
        return 2.0 * (new - old - 1)
    if columns[new] is Label.NUMBER:
        return 2.0 * (len(columns) - 1 - old) * 0.5
    if new == first or (columns[new] in _TEXTS and new < old):
        return (2.5 if Label.NUMBER in columns else 0.0) + 1.0 * (len(columns) - 1 - old)
    return 8.0


def _fits(columns: list[Label], text: str) -> list[float]:
    flat = folded(text).strip()
    integer = bool(_INTEGER.fullmatch(flat))
    names = listed(text) if len(flat) <= 120 else []
    units = bool(names) and all(looks_like_unit(name) and len(name) <= 25 for name in names) and "。" not in flat
    dated = len(flat) <= 40 and _says_when(flat)
    person = len(flat) <= 30 and bool(_POST.fullmatch(flat)) and not units
    return [_fit(kind, integer=integer, units=units, dated=dated, person=person, length=len(flat)) for kind in columns]


def _fit(kind: Label, *, integer: bool, units: bool, dated: bool, person: bool, length: int) -> float:
    if kind is Label.NUMBER:
        return 5.0 if integer else -20.0
    if integer:
        return -6.0
    if kind in _UNITS:
        return 3.0 if units else -3.0
    if kind is Label.DEADLINE:
        return 3.0 if dated else -3.0
    if kind is Label.PERSON:
        return 2.0 if person else -2.0
    if kind in _TEXTS:
        return (-1.0 if units and length <= 12 else 0.5) - (1.0 if dated and length <= 15 else 0.0) + (1.0 if length > 15 else 0.0)
    return 0.0


def _says_when(flat: str) -> bool:
    return any(one.due or one.kind in (Kind.ONGOING, Kind.RECURRING, Kind.AMBIGUOUS, Kind.ONGOING_FROM) for one in read_deadlines(flat, 2000))
