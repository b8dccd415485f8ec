"""What a cell of a table says."""

from __future__ import annotations

import re

from plans.papers.columns import Columns
from plans.papers.labels import UNITS, Label, labels
from plans.papers.name_kinds import looks_like_unit
from plans.papers.passages import Value
from plans.script import folded

EMPTY = frozenset({"", "/", "—", "-", "——", "无", "、"})
_VALUED = (*UNITS, Label.PERSON, Label.DEADLINE, Label.STAGE, Label.OTHER)


def values_of(columns: Columns, cells: list[str], place: int) -> list[Value]:
    """The units, persons and deadlines of a row."""
    values: list[Value] = []
    for index in columns.at(*_VALUED):
        text, kind, word = cells[index].strip(), columns.kinds[index], columns.words[index]
        if text in EMPTY or kind is None:
            continue
        if kind in UNITS:
            values += _units_in(kind, word, text, place)
        else:
            values.append(Value(kind, word, text.replace("\n", "" if kind is Label.DEADLINE else " "), place))
    return values


def _units_in(kind: Label, word: str, text: str, place: int) -> list[Value]:
    """A cell may hold labels of its own (牵头：…配合：…), and names broken over lines."""
    flat = folded(text)
    inner = [label for label in labels(flat) if label.kind in UNITS]
    if inner:
        ends = [*(label.start for label in inner[1:]), len(text)]
        return [
            Value(label.kind, label.word, text[label.value : end], place)
            for label, end in zip(inner, ends, strict=True)
        ]
    return [Value(kind, word, _whole_lines(text), place)]


def _whole_lines(text: str) -> str:
    """Lines that end within a name are joined with the next."""
    lines: list[str] = []
    for line in map(str.strip, text.split("\n")):
        if lines and not _ends_name(lines[-1]):
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)


def _ends_name(line: str) -> bool:
    return line.endswith(("、", "，", ",", "；", ";")) or looks_like_unit(re.split("[、，,;；]", line)[-1])
