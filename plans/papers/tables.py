"""Tables → tasks: the heads say what the columns hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.papers.blocks import Paragraph, Row, Table
from plans.papers.clauses import Clauses
from plans.papers.found import FoundTask, Part
from plans.papers.labels import Label, header, labels
from plans.papers.names import looks_like_unit
from plans.papers.passages import UNITS, Value, read_passage
from plans.papers.responsibility import who_does_it
from plans.papers.tasks import when
from plans.papers.wording import title_and_rest
from plans.script import folded

_MAIN = re.compile(r"任务|事项|项目名称|实事|重点工作|工作要点|项目|工作内容|问题")
_EMPTY = frozenset({"", "/", "—", "-", "——", "无", "、"})
_DEEPEST_HEAD = 6


@dataclass
class _Columns:
    kinds: list[Label | None]
    words: list[str]
    main: int
    """The column that names the task."""
    texts: list[int] = field(default_factory=list)

    def at(self, *kinds: Label) -> list[int]:
        return [index for index, kind in enumerate(self.kinds) if kind in kinds]


class TableReader:
    """Reads the paper's tables one after the other: one without a head goes on with the columns of the last."""

    def __init__(self, clauses: Clauses, year: int | None) -> None:
        self.tasks: list[FoundTask] = []
        self.used: set[int] = set()
        self._clauses, self._year = clauses, year
        self._columns: _Columns | None = None
        self._section = ""
        self._above: tuple[str, ...] = ()

    def read(self, table: Table) -> None:
        """Add the tasks of ``table``."""
        self._section = ""
        for row in self._below_head(table):
            self._read_row(row)

    def _below_head(self, table: Table) -> tuple[Row, ...]:
        for index, row in enumerate(table.rows[:_DEEPEST_HEAD]):
            columns = _columns_of(row, table.rows[index + 1] if index + 1 < len(table.rows) else None)
            if columns is None:
                continue
            self._columns = columns
            depth = 2 if index + 1 < len(table.rows) and _is_head(table.rows[index + 1]) else 1
            self.used |= {one.place for one in table.rows[: index + depth]}
            return table.rows[index + depth :]
        width = max((len(row.cells) for row in table.rows), default=0)
        if self._columns is None or width != len(self._columns.kinds):
            self._columns = None
            return ()
        return table.rows

    def _read_row(self, row: Row) -> None:
        columns = self._columns
        if columns is None or _is_head(row):
            self.used |= {row.place} if columns else set()
            return
        filled = [cell for cell in row.cells if cell.strip() not in _EMPTY]
        if not filled:
            return
        cells = [*row.cells, *[""] * (len(columns.kinds) - len(row.cells))][: len(columns.kinds)]
        if len(set(filled)) == 1 and (len(row.cells) == 1 or len(filled) > 1 or _heads_section(filled[0])):
            self._section = " ".join(filled[0].split())
            self.used.add(row.place)
            return
        self.used.add(row.place)
        main = self._main_of(columns, cells)
        if not cells[main].strip():
            self._go_on(columns, cells, row)
            return
        self._above = tuple(cells)
        self.tasks.append(self._task(columns, cells, main, row))

    def _main_of(self, columns: _Columns, cells: list[str]) -> int:
        """A column whose cell spans several rows heads them; the next column of text names the task."""
        texts = [columns.main, *(index for index in columns.texts if index > columns.main)]
        for index in texts[:-1]:
            if not (self._above and cells[index] and cells[index] == self._above[index]):
                return index
        return texts[-1] if cells[texts[-1]].strip() else texts[0]

    def _go_on(self, columns: _Columns, cells: list[str], row: Row) -> None:
        """A row without a task of its own belongs to the task above."""
        if not self.tasks:
            return
        task = self.tasks[-1]
        more = self._task(columns, cells, columns.main, row)
        task.leads += [name for name in more.leads if name not in task.leads]
        task.supports += [name for name in more.supports if name not in task.leads + task.supports]
        task.deadlines += more.deadlines
        task.doubt(Part.SUPPORTS, "表格的一行没有写任务，已并入上一项", row.place)

    def _task(self, columns: _Columns, cells: list[str], main: int, row: Row) -> FoundTask:
        passage = read_passage(Paragraph(row.place, cells[main].replace("\n", "")))
        title, rest = title_and_rest(passage.text)
        contents = [
            f"{columns.words[index]}：{cells[index]}"
            for index in columns.at(Label.TASK, Label.CONTENT)
            if index != main and cells[index].strip() not in _EMPTY and index > columns.main - 1 and cells[index] != cells[main]
        ]
        number = next((cells[index].strip() for index in columns.at(Label.NUMBER)), "") or (passage.mark.text if passage.mark else "")
        task = FoundTask(number.strip(".、．"), self._section_of(columns, cells, main), title, "\n".join(filter(None, [rest, *contents])), row.place)
        values = [*passage.values, *self._values(columns, cells, row.place)]
        who_does_it(task, passage.phrases, values, self._clauses)
        if self._clauses.everyone and row.place > self._clauses.everyone_from:
            task.supports += [name for name in self._clauses.everyone if name not in task.leads + task.supports]
        task.remarks += [f"{value.word}：{' '.join(value.text.split())}" for value in values if value.kind in (Label.PERSON, Label.OTHER)]
        when(task, values, f"{title}。{task.description}", self._year)
        if columns.at(*UNITS) and not task.leads and not task.supports:
            self._inherit(task, columns)
        return task

    def _inherit(self, task: FoundTask, columns: _Columns) -> None:
        """An empty cell of units below a filled one was one cell with it."""
        above = next((one for one in reversed(self.tasks) if one.leads or one.supports), None)
        if above is not None and self.tasks and above is self.tasks[-1]:
            task.leads, task.supports = list(above.leads), list(above.supports)
            if task.number != above.number:
                task.doubt(Part.SUPPORTS, "本行没有写单位，按与上一行合并的单元格理解")
        else:
            task.doubt(Part.SUPPORTS, "本行没有写单位")

    def _section_of(self, columns: _Columns, cells: list[str], main: int) -> str:
        heads = [cells[index].strip() for index in [*columns.at(Label.SECTION), *(at for at in columns.texts if at < main)]]
        return " ".join(" ".join(filter(None, heads)).split()) or self._section

    def _values(self, columns: _Columns, cells: list[str], place: int) -> list[Value]:
        values: list[Value] = []
        for index in columns.at(Label.LEAD, Label.SUPPORT, Label.EITHER, Label.PERSON, Label.DEADLINE, Label.STAGE, Label.OTHER):
            text = cells[index].strip()
            kind, word = columns.kinds[index], columns.words[index]
            if text in _EMPTY or kind is None:
                continue
            if kind in UNITS:
                values += _units_in(kind, word, text, place)
            elif kind is Label.DEADLINE:
                values.append(Value(kind, word, text.replace("\n", ""), place))
            else:
                values.append(Value(kind, word, text, place))
        return values


def _units_in(kind: Label, word: str, text: str, place: int) -> list[Value]:
    """A cell may hold labels of its own (牵头：…配合：…), and names broken over lines."""
    flat = folded(text)
    inner = [label for label in labels(flat) if label.kind in UNITS]
    if inner:
        ends = [*(label.start for label in inner[1:]), len(text)]
        return [Value(label.kind, label.word, text[label.value : end], place) for label, end in zip(inner, ends, strict=True)]
    return [Value(kind, word, _whole_lines(text), place)]


def _whole_lines(text: str) -> str:
    """Lines that end within a name are joined with the next."""
    lines: list[str] = []
    for line in text.split("\n"):
        line = line.strip()
        if lines and not lines[-1].endswith(("、", "，", ",", "；", ";")) and not looks_like_unit(re.split("[、，,;；]", lines[-1])[-1]):
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)


def _heads_section(text: str) -> bool:
    return bool(re.match(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第.{1,3}[章节部])", text))


def _is_head(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) >= 2 and sum(header(folded(cell)) is not None for cell in filled) * 3 >= len(filled) * 2 and all(len(cell) <= 24 for cell in filled)


def _columns_of(row: Row, below: Row | None) -> _Columns | None:
    if not _is_head(row):
        return None
    kinds = [header(folded(cell)) for cell in row.cells]
    words = [re.sub(r"\s", "", cell) for cell in row.cells]
    if below is not None and _is_head(below):
        for index, cell in enumerate(below.cells[: len(kinds)]):
            if cell.strip() and (kind := header(folded(cell))) is not None and cell != row.cells[index]:
                kinds[index], words[index] = kind, re.sub(r"\s", "", cell)
    texts = [index for index, kind in enumerate(kinds) if kind is Label.TASK]
    texts = texts or [index for index, kind in enumerate(kinds) if kind is Label.CONTENT]
    if not texts or not any(kind in (*UNITS, Label.DEADLINE, Label.STAGE) for kind in kinds):
        return None
    main = next((index for index in texts if _MAIN.search(words[index])), texts[0])
    return _Columns(list(kinds), words, main, texts)
