"""Finds a broken template of a paper before anybody asks for the paper.

A .docx has no lines: the paragraph is counted as Word shows them, in order of the text, tables included, and its words
are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

from jinja2 import Environment, TemplateSyntaxError, nodes

from documents.paper import Paper
from documents.words import SENTENCES, paper_environment

_QUOTED = 40
"""Characters of a paragraph that are shown."""
_PARAGRAPH = re.compile(r"<w:p([ >])")
_TAG = re.compile(r"<[^>]+>")


class PaperFinding(NamedTuple):
    """What is wrong, where; ``line`` is a paragraph of a .docx, from 1."""

    file: str
    line: int
    message: str


def check_papers(folder: Path) -> list[PaperFinding]:
    """Everything that is wrong with the templates of papers in ``folder``; the words of a text have real lines."""
    findings = [found for kind in Paper for found in _check(folder / kind.template.name)]
    sentences = folder / SENTENCES
    if not sentences.is_file():
        return [*findings, PaperFinding(SENTENCES, 1, "缺少这个模板文件")]
    return [*findings, *_check_text(sentences)]


def _check_text(file: Path) -> Iterator[PaperFinding]:
    try:
        paper_environment().compile(file.read_text(encoding="utf-8", errors="replace"), file.name)
    except TemplateSyntaxError as error:
        yield PaperFinding(file.name, error.lineno, f"模板写法有误：{error.message}")


def _check(file: Path) -> Iterator[PaperFinding]:
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - loaded by who checks
    from docxtpl import DocxTemplate  # noqa: PLC0415

    if not file.is_file():
        yield PaperFinding(file.name, 1, "缺少这个模板文件")
        return
    try:
        template = DocxTemplate(str(file))
        template.init_docx()
        parts = [template.get_xml(), *_headers(template)]
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        yield PaperFinding(file.name, 1, "打不开：不是 .docx 文件，或文件已损坏")
        return
    for part in parts:
        yield from _compile(file.name, template.patch_xml(_PARAGRAPH.sub(r"\n<w:p\1", part.replace("\n", " "))))


def _headers(template: Any) -> Iterator[str]:
    """Letters have their letterhead in a header."""
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.get_part_xml(part)


def _compile(name: str, source: str) -> Iterator[PaperFinding]:
    """Each paragraph begins a line of ``source``, those that hold only a command included: lines count paragraphs."""
    environment = paper_environment()
    try:
        wrong = [(one.lineno, f"没有“{one.name}”这种写法") for one in _unknown_filters(environment, source)]
        environment.compile(source, name)
    except TemplateSyntaxError as error:
        wrong = [(error.lineno, error.message or "")]
    for line, message in wrong:
        number = max(1, line - 1)
        words = _TAG.sub("", source.splitlines()[line - 1]).strip()[:_QUOTED]
        yield PaperFinding(name, number, f"模板写法有误（第{number}段“{words}”）：{message}")


def _unknown_filters(environment: Environment, source: str) -> Iterator[nodes.Filter]:
    """Within a condition the library would find out only when it comes to them."""
    return (one for one in environment.parse(source).find_all(nodes.Filter) if one.name not in environment.filters)
