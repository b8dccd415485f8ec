"""Finds a broken template or a missing word before anybody is to read it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jinja2 import Environment

from bot.templates import PAPER, SUFFIX, environment_of
from bot.words import FILE, word_environment
from bot.words_used import templates_used, words_used
from documents.mistakes import BROKEN_TABLE, mistakes, table_mistake

_ANY_ZONE = ZoneInfo("UTC")


class Finding(NamedTuple):
    """What is wrong, where; the line counts from 1."""

    file: str
    line: int
    message: str


def check_templates(folder: Path) -> list[Finding]:
    """Everything that is wrong with the words of a deployment, in the order of files and lines."""
    findings = [*_broken_templates(folder), *_missing_templates(folder), *_check_words(folder)]
    return sorted(findings)


def _broken_templates(folder: Path) -> Iterator[Finding]:
    environment = environment_of(folder, _ANY_ZONE)
    for file in sorted(folder.rglob(f"*{SUFFIX}")):
        if not file.name.endswith(PAPER):
            yield from _compile(environment, file.relative_to(folder).as_posix(), _text(file))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _compile(environment: Environment, name: str, source: str, line: int | None = None) -> Iterator[Finding]:
    for found in mistakes(environment, source):
        yield Finding(name, line or found.line, f"模板写法有误：{found.message}")


def _missing_templates(folder: Path) -> Iterator[Finding]:
    for name in templates_used():
        if not (folder / f"{name}{SUFFIX}").is_file():
            yield Finding(f"{name}{SUFFIX}", 1, "缺少这个模板文件")


def _check_words(folder: Path) -> Iterator[Finding]:
    try:
        source = (folder / FILE).read_text(encoding="utf-8")
        tables = tomllib.loads(source)
    except FileNotFoundError:
        yield Finding(FILE, 1, "缺少这个文件")
        return
    except BROKEN_TABLE as error:
        yield Finding(FILE, *table_mistake(error))
        return
    environment = word_environment(_ANY_ZONE)
    for table, words in tables.items():
        if not isinstance(words, dict):
            yield Finding(FILE, _line_of(source, table), f"“{table}”应当是一张表")
            continue
        for name, text in words.items():
            line_number = _line_of(source, name)
            if isinstance(text, str):
                yield from _compile(environment, FILE, text, line_number)
            else:
                yield Finding(FILE, line_number, f"“{name}”应当是加引号的文字")
    for table, name in words_used():
        if name not in tables.get(table, {}):
            yield Finding(FILE, _line_of(source, f"[{table}]"), f"缺少词语 {table}.{name}")


def _line_of(source: str, name: str) -> int:
    found = re.search(rf'^\s*"?{re.escape(name)}"?', source, re.MULTILINE)
    return source.count("\n", 0, found.start()) + 1 + found.group().count("\n") if found else 1
