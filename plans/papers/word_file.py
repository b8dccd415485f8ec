"""A .docx as paragraphs and tables, in the order in which they are read."""

from __future__ import annotations

from typing import IO

from docx import Document
from docx.table import Table as WordTable

from plans.papers.blocks import Block, Paper, Paragraph, Row, Table
from plans.papers.word_numbers import Numbers


def read_word(file: IO[bytes]) -> Paper:
    """Places count paragraphs, and rows of tables, from the top."""
    document = Document(file)
    numbers = Numbers(document)
    blocks: list[Block] = []
    place = 0
    for part in document.iter_inner_content():
        if isinstance(part, WordTable):
            rows = []
            for row in part.rows:
                place += 1
                rows.append(Row(place, _cells(row)))
            blocks.append(Table(tuple(rows)))
        else:
            lines = (numbers.before(part) + part.text).split("\n")
            blocks += [Paragraph(place + index, line) for index, line in enumerate(lines, 1) if line.strip()]
            place += len(lines)
    return Paper(tuple(blocks), "段")


def _cells(row) -> tuple[str, ...]:  # type: ignore[no-untyped-def]  # the library's row is not exported by a public name
    """The texts of a row; a merged cell is written in each of its places."""
    return tuple(cell.text.strip() for cell in row.cells)
