"""What a draft leaves to a person: ``# ?`` behind a value, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path as FilePath

from ruamel.yaml import YAML
from ruamel.yaml.tokens import ScalarToken

from plans.problems import Problem, Severity, quoted
from plans.source import read_source

MARK = "# ?"
_PERHAPS = re.compile("#[^\\S\n]*[?？]")
_COMMENT = re.compile("#[^\n]*")
_ASKED = re.compile(r"(?:^|\s)#\s*[?？](?P<why>.*)")
"""Anywhere in a comment and with either question mark: people type it so. Not where a sentence quotes the mark."""


def open_questions(path: FilePath) -> list[Problem]:
    """A warning for every comment that still carries the mark, in a file that is read as YAML without a problem."""
    text = read_source(path)
    return [] if isinstance(text, Problem) else [_problem(path, line, why) for line, why in questions_in(text)]


def questions_in(text: str) -> list[tuple[int, str]]:
    """The line and the reason of every such comment in the text of a plan file."""
    if not _PERHAPS.search(text):
        return []
    asked = ((line, _ASKED.search(comment)) for line, comment in _comments(text))
    return [(line, found["why"].strip()) for line, found in asked if found]


def _comments(text: str) -> Iterator[tuple[int, str]]:
    bare = _without_values(text)
    return ((bare.count("\n", 0, found.start()) + 1, found[0]) for found in _COMMENT.finditer(bare))


def _without_values(text: str) -> str:
    """The same lines without what they say: any ``#`` that is left begins a comment."""
    left, at = [], 0
    for token in YAML(typ="safe", pure=True).scan(text):
        if isinstance(token, ScalarToken):
            start, end = _begins(text, token), token.end_mark.index
            left += [text[at:start], "\n" * text.count("\n", start, end)]
            at = end
    return "".join([*left, text[at:]])


def _begins(text: str, token: ScalarToken) -> int:
    """A text set in a block of its own begins behind the line of its ``|`` or ``>``, which may carry a comment."""
    start, end = int(token.start_mark.index), int(token.end_mark.index)
    return start + len(text[start:end].partition("\n")[0]) if token.style in {"|", ">"} else start


def _problem(path: FilePath, line: int, why: str) -> Problem:
    wrong = f"尚待核对：{quoted(why)}" if why else "尚待核对"
    return Problem(str(path), line, "全文", wrong, f"核对后删去“{MARK}”", Severity.WARNING)
