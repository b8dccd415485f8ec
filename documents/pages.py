"""Long charts go on several sheets: one that is much taller than wide cannot be read on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

MOST_ROWS = 15
"""Of one sheet: a messenger makes a picture narrower that is taller than about 1,300 pixels."""
MOST_SHEETS = 4


def pages(rows: Sequence[T]) -> list[Sequence[T]]:
    """``rows`` in sheets of nearly the same length; one empty sheet where there are none."""
    count = max(1, -(-len(rows) // MOST_ROWS))
    each, more = divmod(len(rows), count)
    starts = [number * each + min(number, more) for number in range(count + 1)]
    return [rows[start:end] for start, end in pairwise(starts)]


def page_of(title: str, number: int, count: int) -> str:
    """The title with its sheet: 各事项推进情况（1/2）."""
    return f"{title}（{number}/{count}）" if count > 1 else title
