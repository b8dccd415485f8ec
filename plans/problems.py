"""A problem in a file that people edit: where it is, what is wrong, and what was expected there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Path = tuple[str | int, ...]
"""Where a value stands in a file: ``("tasks", 3, "milestones", 0, "due")``."""

_LONGEST_QUOTE = 40


class Severity(StrEnum):
    """An error refuses the file; a warning lets it pass and is still printed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of ``duban check``. The words are Chinese: office staff read them. ``line`` counts from 1."""

    file: str
    line: int
    field: str
    wrong: str
    expected: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mark = "提醒：" if self.severity is Severity.WARNING else ""
        return f"{self.file}:{self.line}: {self.field}: {mark}{self.wrong}，{self.expected}"


class PlanRefused(Exception):  # noqa: N818 - named for what happened to the file; it is an answer, not a fault
    """For callers that must have the plan or the policy: raised with every problem found, errors and warnings."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def refuses(problems: list[Problem]) -> bool:
    """Whether any of ``problems`` is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def field_text(path: Path) -> str:
    """``tasks[3].milestones[0].due``; the file as a whole is called 全文."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{quoted(part)}" for part in path)
    return text.removeprefix(".") or "全文"


def quoted(value: object) -> str:
    """A value as it may stand in a message: on one line, printable, and short, whatever the file holds."""
    text = "".join(char if char.isprintable() else "?" for char in str(value)[: _LONGEST_QUOTE + 1])
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
