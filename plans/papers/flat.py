"""Tables whose cells were laid one below the other: which line belongs to which column is found by what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.papers.blocks import Block, Paragraph, Row, Table
from plans.papers.flat_heads import INTEGER, Heads, heads_at, tokens
from plans.papers.labels import Label
from plans.papers.marks import mark_of
from plans.papers.paths import ACROSS, column_path
from plans.script import folded

_END = re.compile(r"附件\s?\d*\s?[:：]?$|抄送|主题词|\(此件|注[:：]|备注[:：]|责任编辑|上一篇|下一篇|扫一扫|版权|打印")


def flat_tables(paragraphs: list[Paragraph]) -> Iterator[Block]:
    """``paragraphs`` with every such table put together again."""
    index = 0
    while index < len(paragraphs):
        heads = heads_at(paragraphs, index)
        below = index + heads.lines if heads else index
        end = _table_end(paragraphs, below) if heads else below
        if heads is None or end == below:
            yield paragraphs[index]
            index += 1
            continue
        yield _table(paragraphs[index].place, heads, _cells(heads, paragraphs[below:end]))
        index = end


def _table_end(paragraphs: list[Paragraph], start: int) -> int:
    for index in range(start, len(paragraphs)):
        if _END.match(folded(paragraphs[index].text).strip()) or len(paragraphs[index].text) > 1000:
            return index
        if index > start and heads_at(paragraphs, index):
            mark = mark_of(folded(paragraphs[index - 1].text), paragraphs[index - 1].text)
            return index - 1 if mark is not None and mark.style.startswith("chinese") else index
    return len(paragraphs)


def _cells(heads: Heads, lines: list[Paragraph]) -> list[Paragraph]:
    """One cell, or a piece of one, each."""
    if not heads.spaced:
        return lines
    return [Paragraph(line.place, token) for line in lines for token in tokens(line.text)]


def _table(place: int, heads: Heads, lines: list[Paragraph]) -> Table:
    columns = heads.columns
    rows = [Row(place, tuple(heads.words))]
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
    return Table(tuple(rows))


def _begun(above: Row, place: int, columns: list[Label], number: int | None, column: int, text: str) -> Row:
    """A new row; one that begins behind the number shares the number with the row above it."""
    cells = [""] * len(columns)
    if (
        number is not None
        and column > number
        and len(above.cells) == len(columns)
        and INTEGER.fullmatch(above.cells[number])
    ):
        cells[number] = above.cells[number]
    cells[column] = text
    return Row(place, tuple(cells))
