"""Finds a broken template of a paper before anybody asks for the paper.

A .docx has no lines: the paragraph is counted as Word shows them, in order of the text, tables included, and its words
are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import TemplateNotFound

from documents.given import GIVEN_TO_ANY, HELPERS
from documents.mistakes import BROKEN_TABLE, Mistake, macros_of, mistakes, table_mistake, unknown_parts
from documents.paper import Paper, open_template
from documents.words import (
    SENTENCES,
    SHIPPED,
    WORDS,
    environment,
    paper_environment,
    paper_words,
    read_words,
    written_from,
)

_QUOTED = 40
"""Characters of a paragraph that are shown."""
_PARAGRAPH = re.compile(r"<w:p([ >])")
_TAG = re.compile(r"<[^>]+>")
_MISSING = "缺少这个模板文件"


class PaperFinding(NamedTuple):
    """What is wrong, where; ``line`` is a paragraph of a .docx, from 1."""

    file: str
    line: int
    message: str


def check_papers(folder: Path) -> list[PaperFinding]:
    """Everything that is wrong with the templates of papers in ``folder``; the words of a text have real lines."""
    with written_from(folder.parent):
        sentences = _sentences(folder / SENTENCES)
        return [
            *(found for kind in Paper for found in _check(kind, sentences)),
            *_check_sentences(folder / SENTENCES),
            *_check_words(folder / WORDS),
        ]


def _sentences(file: Path) -> Collection[str] | None:
    """Those that papers may ask for; None when they cannot be read."""
    return macros_of(environment(html=False), _text(file)) if file.is_file() else None


def _check_sentences(file: Path) -> Iterator[PaperFinding]:
    if not file.is_file():
        yield PaperFinding(SENTENCES, 1, _MISSING)
        return
    for line, message in mistakes(environment(html=False), _text(file), GIVEN_TO_ANY):
        yield PaperFinding(SENTENCES, line, f"模板写法有误：{message}")


def _check_words(file: Path) -> Iterator[PaperFinding]:
    """What ships is the measure of what an office's own words must have."""
    try:
        words = read_words(file)
    except FileNotFoundError:
        yield PaperFinding(WORDS, 1, _MISSING)
    except BROKEN_TABLE as error:
        yield PaperFinding(WORDS, *table_mistake(error))
    else:
        for name in _missing(words, read_words(paper_words(SHIPPED))):
            yield PaperFinding(WORDS, 1, f"缺少词语 {name}")


def _missing(words: Any, shipped: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for name, value in shipped.items():
        found = words.get(name) if isinstance(words, dict) else None
        if isinstance(value, dict) and isinstance(found, dict):
            yield from _missing(found, value, f"{above}{name}.")
        elif not isinstance(found, type(value)):
            yield f"{above}{name}"


def _check(kind: Paper, sentences: Collection[str] | None) -> Iterator[PaperFinding]:
    name = kind.template.name
    if not kind.template.is_file():
        yield PaperFinding(name, 1, _MISSING)
        return
    try:
        template = open_template(kind)
    except TemplateNotFound:
        yield PaperFinding(name, 1, "打不开：不是 .docx 文件，或文件已损坏")
        return
    for part in (template.get_xml(), *_headers(template)):
        source = template.patch_xml(_PARAGRAPH.sub(r"\n<w:p\1", part.replace("\n", " ")))
        for line, message in _mistakes(kind, source, sentences):
            number = max(1, line - 1)
            words = _TAG.sub("", source.splitlines()[line - 1]).strip()[:_QUOTED]
            yield PaperFinding(name, number, f"模板写法有误（第{number}段“{words}”）：{message}")


def _headers(template: Any) -> Iterator[str]:
    """Letters have their letterhead in a header."""
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.get_part_xml(part)


def _mistakes(kind: Paper, source: str, sentences: Collection[str] | None) -> list[Mistake]:
    """Each paragraph begins a line of ``source``, those that hold only a command included: lines count paragraphs."""
    found = mistakes(paper_environment(), source, kind.given | HELPERS)
    if found or sentences is None:
        return found
    return list(unknown_parts(paper_environment(), source, "sentences", sentences))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
