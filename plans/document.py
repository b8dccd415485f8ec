"""A YAML file as plain values, each with the line that it stands on."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import NamedTuple

from plans.problems import Path, Problem, Severity, field_text


class Place(NamedTuple):
    """The line of a value (from 1), and its path in the file as written, before anything was left out."""

    line: int
    origin: Path


@dataclass(frozen=True, slots=True)
class Document:
    """``value`` holds only dict, tuple, str, int, float, bool, date and None; ``places`` knows every path in it.

    ``lost`` are the paths whose words meant nothing; each has its problem already.
    """

    file: str
    value: object
    places: dict[Path, Place]
    lost: frozenset[Path] = frozenset()

    def nearest(self, path: Path) -> Path:
        """``path``, or where it does not exist (a missing key) the nearest block around it that does."""
        while path and path not in self.places:
            path = path[:-1]
        return path

    def place(self, path: Path) -> Place:
        """Line and original path of ``path``; a missing key is placed on the block that lacks it."""
        known = self.nearest(path)
        line, origin = self.places.get(known, Place(1, ()))
        return Place(line, origin + path[len(known) :])

    def problem(self, path: Path, wrong: str, expected: str, severity: Severity = Severity.ERROR) -> Problem:
        """The problem with the value at ``path``."""
        line, origin = self.place(path)
        return Problem(self.file, line, field_text(origin), wrong, expected, severity)

    def without(self, cut: Set[Path]) -> Document:
        """A copy that leaves out the values at these original paths, and still knows where the rest stood."""
        places: dict[Path, Place] = {}
        value = _copy(self.value, (), (), self.places, cut, places)
        return Document(self.file, value, places)


def _copy(
    value: object, old: Path, new: Path, from_places: dict[Path, Place], cut: Set[Path], to_places: dict[Path, Place]
) -> object:
    to_places[new] = Place(from_places[old].line, old)
    if isinstance(value, dict):
        kept = [key for key in value if (*old, key) not in cut]
        return {key: _copy(value[key], (*old, key), (*new, key), from_places, cut, to_places) for key in kept}
    if isinstance(value, tuple):
        left = [index for index in range(len(value)) if (*old, index) not in cut]
        return tuple(
            _copy(value[index], (*old, index), (*new, position), from_places, cut, to_places)
            for position, index in enumerate(left)
        )
    return value
