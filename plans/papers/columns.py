"""The head of a table: what its columns hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.papers.blocks import Row
from plans.papers.labels import UNITS, Label, header
from plans.script import folded

_MAIN = re.compile(r"任务|事项|项目名称|实事|重点工作|工作要点|项目|工作内容|问题")


@dataclass
class Columns:
    """``main`` is the column that names the task, ``texts`` are all that may."""

    kinds: list[Label | None]
    words: list[str]
    main: int
    texts: list[int] = field(default_factory=list)

    def at(self, *kinds: Label) -> list[int]:
        """Where the columns of these kinds stand."""
        return [index for index, kind in enumerate(self.kinds) if kind in kinds]


def is_head(row: Row) -> bool:
    """Whether a row holds heads of columns."""
    filled = [cell for cell in row.cells if cell.strip()]
    return (
        len(filled) >= 2
        and sum(header(folded(cell)) is not None for cell in filled) * 3 >= len(filled) * 2
        and all(len(cell) <= 24 for cell in filled)
    )


def columns_of(row: Row, below: Row | None) -> Columns | None:
    """The columns under this head, which may take two rows; None where no task can stand in them."""
    if not is_head(row):
        return None
    kinds = [header(folded(cell)) for cell in row.cells]
    words = [re.sub(r"\s", "", cell) for cell in row.cells]
    if below is not None and is_head(below):
        for index, cell in enumerate(below.cells[: len(kinds)]):
            if cell.strip() and (kind := header(folded(cell))) is not None and cell != row.cells[index]:
                kinds[index], words[index] = kind, re.sub(r"\s", "", cell)
    texts = [index for index, kind in enumerate(kinds) if kind is Label.TASK]
    texts = texts or [index for index, kind in enumerate(kinds) if kind is Label.CONTENT]
    if not texts or not any(kind in (*UNITS, Label.DEADLINE, Label.STAGE) for kind in kinds):
        return None
    main = next((index for index in texts if _MAIN.search(words[index])), texts[0])
    return Columns(list(kinds), words, main, texts)
