"""A paper as it was read: paragraphs and tables, each with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``place`` counts from 1: lines of a text, paragraphs of a document."""

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; a cell that spans rows or columns is written in each of them."""

    place: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    name: str = ""
    """The sheet's name, in a workbook."""


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """``counted`` is the word for a place: 行 or 段."""

    blocks: tuple[Block, ...]
    counted: str = "行"


class PaperRefused(Exception):  # noqa: N818 - an answer to the user, not a fault
    """The file cannot be read as a paper; the words say why and what to do."""
