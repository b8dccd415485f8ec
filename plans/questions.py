"""What a draft leaves to a person: ``# ?`` behind a value, with the reason."""

from __future__ import annotations

import re
from pathlib import Path as FilePath

from plans.problems import Problem, Severity, quoted
from plans.source import read_source

MARK = "# ?"
_ASKED = re.compile(r"""^(?:[^"\'#]|"(?:[^"\\]|\\.)*"|(?<=\w)['#])*\s# \?\s*(?P<why>.*)$""")


def open_questions(path: FilePath) -> list[Problem]:
    """A warning for every line of the file that still carries the mark."""
    text = read_source(path)
    if isinstance(text, Problem):
        return []
    asked = ((number, _ASKED.match(line)) for number, line in enumerate(text.split("\n"), 1) if MARK in line)
    return [_problem(path, number, found["why"]) for number, found in asked if found]


def _problem(path: FilePath, line: int, why: str) -> Problem:
    wrong = f"尚待核对：{quoted(why)}" if why else "尚待核对"
    return Problem(str(path), line, "全文", wrong, f"核对后删去“{MARK}”", Severity.WARNING)
