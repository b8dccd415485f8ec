"""Tables whose cells were laid one below the other: which line belongs to which column is found by what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.papers.blocks import Block, Paragraph, Row, Table
from plans.papers.labels import Label, header
from plans.papers.marks import mark_of
from plans.papers.passages import UNITS
from plans.papers.paths import ACROSS, TEXTS, column_path
from plans.script import folded

_END = re.compile(r"附件\s?\d*\s?[:：]?$|抄送|主题词|\(此件|注[:：]|备注[:：]|责任编辑|上一篇|下一篇|扫一扫|版权|打印")
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
    whole = len(found) >= _FEWEST_COLUMNS and kinds & TEXTS and kinds & {*UNITS, Label.DEADLINE}
    return found if whole else []


def _table_end(paragraphs: list[Paragraph], start: int) -> int:
    for index in range(start, len(paragraphs)):
        if _END.match(folded(paragraphs[index].text).strip()) or len(paragraphs[index].text) > 1000:
            return index
        if _heads(paragraphs, index) and index > start:
            mark = mark_of(folded(paragraphs[index - 1].text), paragraphs[index - 1].text)
            return index - 1 if mark is not None and mark.style.startswith("chinese") else index
    return len(paragraphs)


def _rows(heads: list[Paragraph], columns: list[Label], lines: list[Paragraph]) -> Iterator[Block]:
    if not lines:
        yield from heads
        return
    rows = [Row(heads[0].place, tuple(one.text.strip() for one in heads))]
    number = columns.index(Label.NUMBER) if Label.NUMBER in columns else None
    last = len(columns)
    for line, column in zip(lines, column_path(columns, lines), strict=True):
        text = line.text.strip()
        if column == ACROSS:
            rows.append(Row(line.place, (text,)))
            last = len(columns)
        elif column < last or column == number:
            rows.append(_begun(rows[-1], line.place, columns, number, column, text))
            last = column
        else:
            cells = list(rows[-1].cells)
            cells[column] = f"{cells[column]}\n{text}".strip()
            rows[-1] = Row(rows[-1].place, tuple(cells))
            last = column
    yield Table(tuple(rows))


def _begun(above: Row, place: int, columns: list[Label], number: int | None, column: int, text: str) -> Row:
    """A new row; one that begins behind the number shares the number with the row above it."""
    cells = [""] * len(columns)
    if number is not None and column > number and len(above.cells) == len(columns) and above.cells[number].isdecimal():
        cells[number] = above.cells[number]
    cells[column] = text
    return Row(place, tuple(cells))
