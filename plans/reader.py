"""Read YAML with line numbers, within hard limits.

The events of the parser are turned into plain values here rather than by the library's own constructor: nothing can be
built but plain values, nesting ends at ``DEEPEST``, anchors and tags are refused where they stand, and a repeated
key is a problem with a line, beside all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import events as yaml_events

from plans.document import Document, Place
from plans.problems import Path, Problem, field_text, quoted
from plans.scalars import Misread, meaning
from plans.source import read_source
from plans.syntax import syntax_problem

DEEPEST = 50


def read_document(path: FilePath) -> tuple[Document | None, list[Problem]]:
    """The file as values with lines, and what is wrong with its YAML. No document: nothing could be read."""
    source = read_source(path)
    if isinstance(source, Problem):
        return None, [source]
    builder = _Builder(str(path), source)
    try:
        value = builder.document()
    except _UnreadableError as refusal:
        return None, [*builder.problems, refusal.problem]
    except Exception as error:
        # Whatever the parser cannot read, it refuses in its own way, sometimes by an assertion.
        return None, [*builder.problems, syntax_problem(str(path), source, error)]
    return Document(str(path), value, builder.places, frozenset(builder.lost)), builder.problems


class _UnreadableError(Exception):
    """The file is not read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Builder:
    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.places: dict[Path, Place] = {}
        self.lost: set[Path] = set()
        self._events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))

    def document(self) -> object:
        self._next()
        start = self._next()
        if isinstance(start, yaml_events.StreamEndEvent):
            raise self._refusal(start, (), "文件没有内容", "应写有内容")
        value = self._value(self._next(), ())
        self._next()
        after = self._next()
        if not isinstance(after, yaml_events.StreamEndEvent):
            raise self._refusal(after, (), "一个文件里有几份 YAML 文档", "应只有一份，删去“---”")
        return value

    def _next(self) -> Any:
        return next(self._events)

    def _value(self, event: Any, path: Path, line: int | None = None) -> object:
        self.places[path] = Place(line or _line(event), path)
        self._refuse_tricks(event, path)
        if isinstance(event, yaml_events.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml_events.SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event, path)

    def _refuse_tricks(self, event: Any, path: Path) -> None:
        if len(path) > DEEPEST:
            raise self._refusal(event, path[:3], f"嵌套超过 {DEEPEST} 层", "应逐层写明，不作多层嵌套")
        if isinstance(event, yaml_events.AliasEvent) or event.anchor is not None:
            raise self._refusal(event, path, "用了锚点或引用（&、*）", "应把内容逐项写出")
        if event.tag is not None:
            raise self._refusal(event, path, f"用了类型标记 {quoted(event.tag)}", "应删去标记")

    def _mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := self._next(), yaml_events.MappingEndEvent):
            self._refuse_tricks(event, path)
            if not isinstance(event, yaml_events.ScalarEvent):
                raise self._refusal(event, path, "字段名不是文字", "应为一个词，后接冒号和空格")
            key = str(event.value)
            before = self.places.get((*path, key))
            value = self._value(self._next(), (*path, key), _line(event))
            if before:
                wrong = f"“{quoted(key)}”写了两次（第 {before.line} 行已有）"
                self._note(_line(event), (*path, key), wrong, "应只写一次")
            found[key] = value
        return found

    def _sequence(self, path: Path) -> tuple[object, ...]:
        found: list[object] = []
        while not isinstance(event := self._next(), yaml_events.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return tuple(found)

    def _scalar(self, event: Any, path: Path) -> object:
        value = meaning(event.value) if event.style is None else str(event.value)
        if isinstance(value, Misread):
            self._note(_line(event), path, value.wrong, value.expected)
            self.lost.add(path)
            return None
        return value

    def _note(self, line: int, path: Path, wrong: str, expected: str) -> None:
        self.problems.append(Problem(self.file, line, field_text(path), wrong, expected))

    def _refusal(self, event: Any, path: Path, wrong: str, expected: str) -> _UnreadableError:
        return _UnreadableError(Problem(self.file, _line(event), field_text(path), wrong, expected))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
