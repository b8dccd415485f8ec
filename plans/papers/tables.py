"""Tables → tasks: the heads say what the columns hold."""

from __future__ import annotations

import re

from plans.papers.blocks import Paragraph, Row, Table
from plans.papers.cells import EMPTY, values_of
from plans.papers.clauses import Clauses
from plans.papers.columns import Columns, columns_of, is_head
from plans.papers.found import FoundTask, Part
from plans.papers.labels import UNITS, Label
from plans.papers.passages import read_passage
from plans.papers.responsibility import for_everyone, who_does_it
from plans.papers.timing import Years, when
from plans.papers.wording import title_and_rest

_DEEPEST_HEAD = 6
_TOLD_AFTERWARDS = re.compile(r"情况|进展|成效|备注|问题")
"""Columns that tell what was done set no limit."""
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第.{1,3}[章节部])")


class TableReader:
    """Reads the paper's tables one after the other: one without a head goes on with the columns of the last."""

    def __init__(self, clauses: Clauses, years: Years) -> None:
        self.tasks: list[FoundTask] = []
        self.used: set[int] = set()
        self._clauses, self._years = clauses, years
        self._columns: Columns | None = None
        self._section = ""
        self._above: list[str] = []

    def read(self, table: Table, section: str = "") -> None:
        """Add the tasks of ``table``, which stands below the heading ``section``."""
        self._section, self._above = section, []
        for row in self._below_head(table):
            self._read_row(row)

    def _below_head(self, table: Table) -> tuple[Row, ...]:
        for index, row in enumerate(table.rows[:_DEEPEST_HEAD]):
            below = table.rows[index + 1] if index + 1 < len(table.rows) else None
            columns = columns_of(row, below)
            if columns is not None:
                depth = 2 if below is not None and is_head(below) else 1
                self._columns = columns
                self.used |= {one.place for one in table.rows[: index + depth]}
                return table.rows[index + depth :]
        width = max((len(row.cells) for row in table.rows), default=0)
        if self._columns is not None and width != len(self._columns.kinds):
            self._columns = None
        return table.rows if self._columns is not None else ()

    def _read_row(self, row: Row) -> None:
        columns = self._columns
        filled = [cell for cell in row.cells if cell.strip() not in EMPTY]
        if columns is None or not filled:
            return
        self.used.add(row.place)
        if is_head(row):
            return
        if _heads_section(row, filled):
            self._section = " ".join(filled[0].split())
            return
        cells = [*row.cells, *[""] * (len(columns.kinds) - len(row.cells))][: len(columns.kinds)]
        main = self._main_of(columns, cells)
        task = self._task(columns, cells, main, row)
        if cells[main].strip():
            self._above = cells
            self.tasks.append(task)
        elif self.tasks:
            _go_on(self.tasks[-1], task, row)

    def _main_of(self, columns: Columns, cells: list[str]) -> int:
        """A column whose cell spans several rows heads them; the next column of text names the task."""
        texts = [columns.main, *(index for index in columns.texts if index > columns.main)]
        for index in texts[:-1]:
            if not (self._above and cells[index] and cells[index] == self._above[index]):
                return index
        return texts[-1] if cells[texts[-1]].strip() else texts[0]

    def _task(self, columns: Columns, cells: list[str], main: int, row: Row) -> FoundTask:
        passage = read_passage(Paragraph(row.place, cells[main].replace("\n", "")))
        title, rest = title_and_rest(passage.text)
        written = next((cells[index].strip() for index in columns.at(Label.NUMBER)), "")
        number = written or (passage.mark.text if passage.mark else "")
        description = "\n".join(filter(None, [rest, *_contents(columns, cells, main)]))
        task = FoundTask(number.strip(".、．"), self._section_of(columns, cells, main), title, description, row.place)
        values = [*passage.values, *values_of(columns, cells, row.place)]
        who_does_it(task, passage.phrases, values, self._clauses)
        if columns.at(*UNITS) and not task.leads and not task.supports:
            self._inherit(task)
        for_everyone(task, self._clauses)
        labelled = [value for value in values if value.kind in (Label.PERSON, Label.OTHER)]
        task.remarks += [f"{value.word}：{' '.join(value.text.split())}" for value in labelled]
        when(task, values, "。".join([title, rest, *_contents(columns, cells, main, _TOLD_AFTERWARDS)]), self._years)
        return task

    def _inherit(self, task: FoundTask) -> None:
        """An empty cell of units below a filled one was one cell with it."""
        above = self.tasks[-1] if self.tasks else None
        if above is None or not (above.leads or above.supports):
            task.doubt(Part.SUPPORTS, "本行没有写单位")
            return
        task.leads, task.supports = list(above.leads), list(above.supports)
        if task.number != above.number:
            task.doubt(Part.SUPPORTS, "本行没有写单位，按与上一行合并的单元格理解")

    def _section_of(self, columns: Columns, cells: list[str], main: int) -> str:
        heads = [*columns.at(Label.SECTION), *(index for index in columns.texts if index < main)]
        return " ".join(" ".join(filter(None, (cells[index] for index in heads))).split()) or self._section


def _heads_section(row: Row, filled: list[str]) -> bool:
    """A row with one text across the whole width."""
    return len(set(filled)) == 1 and (len(row.cells) == 1 or len(filled) > 1 or bool(_HEADING.match(filled[0])))


def _contents(columns: Columns, cells: list[str], main: int, without: re.Pattern[str] | None = None) -> list[str]:
    """The other columns of text, each with its head."""
    others = [index for index in columns.at(Label.TASK, Label.CONTENT) if index > main or index == columns.main]
    told = [index for index in others if cells[index] != cells[main] and cells[index].strip() not in EMPTY]
    told = [index for index in told if without is None or not without.search(columns.words[index])]
    return [f"{columns.words[index]}：{cells[index]}" for index in told]


def _go_on(task: FoundTask, more: FoundTask, row: Row) -> None:
    """A row without a task of its own belongs to the task above."""
    task.leads += [name for name in more.leads if name not in task.leads]
    task.supports += [name for name in more.supports if name not in task.leads + task.supports]
    task.deadlines += more.deadlines
    task.doubt(Part.SUPPORTS, "表格的一行没有写任务，已并入上一项", row.place)
