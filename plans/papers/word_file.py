"""A .docx as paragraphs and tables, in the order in which they are read."""

from __future__ import annotations

from typing import IO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table as WordTable

from plans.papers.blocks import Block, Paper, PaperRefused, Paragraph, Row, Table
from plans.papers.word_numbers import Numbers

_WIDEST_SPAN = 200
"""Columns of one merged cell; Word itself makes no table of more than 63."""
_MOST_SPANNED = 500_000
"""Places of all merged cells: each is written out."""


def read_word(file: IO[bytes]) -> Paper:
    """Places count paragraphs, and rows of tables, from the top."""
    document = Document(file)
    _refuse_wide_spans(document)
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


def _refuse_wide_spans(document: WordDocument) -> None:
    spans = [int(span.get(qn("w:val"), 1)) for span in document.element.body.iter(qn("w:gridSpan"))]
    if max(spans, default=0) > _WIDEST_SPAN or sum(spans) > _MOST_SPANNED:
        raise PaperRefused("表格的合并单元格跨列过多：请在 Word 或 WPS 中拆分该单元格，或只留下任务表后再试。")


def _cells(row) -> tuple[str, ...]:  # type: ignore[no-untyped-def]  # the library's row is not exported by a public name
    """The texts of a row; a merged cell is written in each of its places."""
    return tuple(cell.text.strip() for cell in row.cells)
