"""Tables that became text: cells set apart by bars, tabs or drawn lines, or standing one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plans.papers.blocks import Block, Paragraph, Row, Table
from plans.papers.drawn import RULE, drawn_rows
from plans.papers.flat import flat_tables
from plans.papers.labels import header
from plans.script import folded

_BAR = re.compile(r"[|｜│┃║¦]")
_WIDEST_GAP = 3
_FEWEST_LINES = 2


def as_tables(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """``blocks`` with every run of such lines as a table."""
    found: list[Block] = []
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            run.append(block)
        else:
            found += [*_in_run(run), block]
            run = []
    return (*found, *_in_run(run))


def _in_run(paragraphs: list[Paragraph]) -> Iterator[Block]:
    for part in _cut(paragraphs, _has_bars):
        if isinstance(part, Table):
            yield part
        else:
            for inner in _cut(part, _has_tabs):
                if isinstance(inner, Table):
                    yield inner
                else:
                    yield from flat_tables(inner)


def _cut(paragraphs: list[Paragraph], is_cellular) -> Iterator[Table | list[Paragraph]]:  # type: ignore[no-untyped-def]
    """Runs of lines with cells as tables, and the rest between them."""
    rest: list[Paragraph] = []
    index = 0
    while index < len(paragraphs):
        end = _run_end(paragraphs, index, is_cellular) if is_cellular(paragraphs[index].text) else index
        table = _table(paragraphs[index:end]) if end - index >= _FEWEST_LINES else None
        if table is None:
            rest += paragraphs[index : max(end, index + 1)]
        else:
            if rest:
                yield rest
            yield table
            rest = []
        index = max(end, index + 1)
    if rest:
        yield rest


def _run_end(paragraphs: list[Paragraph], start: int, is_cellular) -> int:  # type: ignore[no-untyped-def]
    """Behind the last line with cells; a cell may go on over a few lines without a mark of its own."""
    end, index = start + 1, start + 1
    while index < len(paragraphs) and index - end <= _WIDEST_GAP:
        if is_cellular(paragraphs[index].text):
            end = index + 1
        index += 1
    return end


def _has_bars(text: str) -> bool:
    return bool(_BAR.search(text)) or (len(text.strip()) > 3 and bool(RULE.fullmatch(text)))


def _has_tabs(text: str) -> bool:
    return "\t" in text.strip(" 　\t")


def _table(lines: list[Paragraph]) -> Table | None:
    if any(_BAR.search(line.text) for line in lines):
        ruled = [line for line in lines if RULE.fullmatch(line.text) and re.search(r"[-─━═—]{2}", line.text)]
        rows = drawn_rows(lines) if len(ruled) > 2 else _barred(lines)
    else:
        rows = [Row(line.place, tuple(cell.strip() for cell in line.text.split("\t"))) for line in lines]
    if not any(sum(header(folded(cell)) is not None for cell in row.cells) >= 2 for row in rows):
        return None
    return Table(tuple(rows))


def _cells(text: str) -> list[str]:
    cells = [cell.strip() for cell in _BAR.split(text)]
    if cells and not cells[0]:
        cells = cells[1:]
    if cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _barred(lines: list[Paragraph]) -> list[Row]:
    """One row a line, or one cell a line where each ends with a bar."""
    lines = [line for line in lines if not (RULE.fullmatch(line.text) and "-" in line.text)]
    counts = [len(_cells(line.text)) for line in lines if _BAR.search(line.text)]
    if counts and sorted(counts)[len(counts) // 2] <= 1:
        return _streamed(lines)
    return _joined(lines)


def _joined(lines: list[Paragraph]) -> list[Row]:
    """A cell may go on over several lines: a row ends when it has as many cells as the head."""
    width = 0
    rows: list[Row] = []
    text, place = "", 0
    for line in lines:
        text, place = (f"{text}\n{line.text}", place) if text else (line.text, line.place)
        cells = _cells(text)
        if not width and sum(header(folded(cell)) is not None for cell in cells) >= 2:
            width = len(cells)
        whole = len(cells) >= width and bool(_BAR.search(line.text))
        if whole or (width and not _BAR.search(line.text) and len(_cells(text)) <= 1):
            rows.append(Row(place, tuple(cells)))
            text = ""
    if text:
        rows.append(Row(place, tuple(_cells(text))))
    return rows


def _streamed(lines: list[Paragraph]) -> list[Row]:
    """Each cell ends with a bar: the head tells how many make a row, and a number begins one."""
    cells: list[tuple[int, str]] = []
    text, place = "", 0
    for line in lines:
        text, place = (f"{text}\n{line.text}", place) if text else (line.text, line.place)
        if _BAR.search(line.text):
            cells += [(place, cell) for cell in _cells(text) or [""]]
            text = ""
    heads = [index for index, (_, cell) in enumerate(cells) if header(folded(cell)) is not None]
    first = next((index for index in heads if index + 1 in heads), 0)
    width = 0
    while first + width in heads:
        width += 1
    if width < 2:
        return []
    body = cells[first:]
    return [Row(body[at][0], tuple(cell for _, cell in body[at : at + width])) for at in range(0, len(body), width)]
