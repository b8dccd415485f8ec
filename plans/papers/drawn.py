"""Rows of tables that were drawn with lines."""

from __future__ import annotations

import re

from plans.papers.blocks import Paragraph, Row

_DRAWN = re.compile(r"[|｜│┃║┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝]|(?<=-)\+(?=-)|^\s*\+|\+\s*$")
RULE = re.compile(r"[\s|｜│┃║+\-—=:─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝]+")


def drawn_rows(lines: list[Paragraph]) -> list[Row]:
    """Rows between drawn rules. A rule may cut some columns only: what it does not cut goes on beside several rows."""
    grid = [_pieces(line.text) for line in lines]
    width = max(len(pieces) for pieces in grid)
    grid = [pieces for pieces in grid if len(pieces) == width]
    places = [line.place for line in lines if len(_pieces(line.text)) == width]
    columns = [_segments([pieces[column] for pieces in grid]) for column in range(width)]
    finest = max(columns, key=len)
    return [Row(places[start], tuple(_beside(column, start, end) for column in columns)) for start, end, _ in finest]


def _pieces(text: str) -> list[str]:
    pieces = [
        piece.strip()
        for piece in re.split(r"[|｜│┃║┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝]|(?<=-)\+(?=-)|^\s*\+|\+\s*$", text.strip())
    ]
    return pieces[1 if pieces and not pieces[0] else 0 : len(pieces) - 1 if pieces and not pieces[-1] else len(pieces)]


def _segments(column: list[str]) -> list[tuple[int, int, str]]:
    """The cells of one column: first line, line behind the last, text."""
    found: list[tuple[int, int, str]] = []
    start: int | None = None
    for index, piece in enumerate([*column, "--"]):
        if piece and RULE.fullmatch(piece):
            if start is not None:
                found.append((start, index, "\n".join(filter(None, column[start:index]))))
            start = None
        elif start is None:
            start = index
    return found


def _beside(column: list[tuple[int, int, str]], start: int, end: int) -> str:
    """The cell that shares the most lines with a row."""
    shared = [(min(end, last) - max(start, first), text) for first, last, text in column]
    most, text = max(shared, key=lambda one: one[0], default=(0, ""))
    return text if most > 0 else ""
