"""Where the checks put what they find: problems by path, without those that only follow from another."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel

from plans.problems import Path, Problem, Severity
from plans.schema import Reading

M = TypeVar("M", bound=BaseModel)


class Findings(Generic[M]):
    """The findings on one reading; paths are those of the values as read."""

    def __init__(self, reading: Reading[M]) -> None:
        self.reading = reading
        self.problems: list[Problem] = []

    def error(self, path: Path, wrong: str, expected: str) -> None:
        """A finding that refuses the file."""
        self._note(path, wrong, expected, Severity.ERROR)

    def warn(self, path: Path, wrong: str, expected: str) -> None:
        """A finding that a person should look at."""
        self._note(path, wrong, expected, Severity.WARNING)

    def written(self, path: Path) -> bool:
        """Whether the file itself states the value at ``path``."""
        return path in self.reading.document.places

    def line(self, path: Path) -> int:
        """The line of the value at ``path``."""
        return self.reading.document.place(path).line

    def _note(self, path: Path, wrong: str, expected: str, severity: Severity) -> None:
        if not self.reading.hides(path):
            self.problems.append(self.reading.document.problem(path, wrong, expected, severity))
