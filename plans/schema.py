"""Fit a document to its model; say every misfit at once, and keep what does fit for the checks that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from plans.document import Document
from plans.misfits import misfit_words
from plans.problems import Path, Problem

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Reading(Generic[M]):
    """``model`` is what fits, as read from ``document``; ``gaps`` are the places that something was left out of."""

    model: M | None
    document: Document
    gaps: frozenset[Path]
    problems: list[Problem]

    def hides(self, path: Path) -> bool:
        """Whether a finding at ``path`` may only follow from what was left out there."""
        return self.document.place(path).origin in self.gaps


def read_model(document: Document, model: type[M], known: list[Problem]) -> Reading[M]:
    """Leave out what does not fit, smallest value first, until the rest is a valid ``model`` or nothing is left.

    ``known`` are the problems found before; they come first.
    """
    cut = set(document.lost)
    problems = list(known)
    kept = document.without(cut)
    while () not in cut:
        try:
            found = model.model_validate(kept.value)
        except ValidationError as refusal:
            errors = refusal.errors(include_url=False)
            problems += _problems(kept, errors, cut)
            cut |= {kept.place(kept.nearest(error["loc"])).origin for error in errors}
            kept = document.without(cut)
        else:
            return Reading(found, kept, _blocks_around(cut), problems)
    return Reading(None, document, _blocks_around(cut), problems)


def _problems(kept: Document, errors: list[ErrorDetails], cut: set[Path]) -> list[Problem]:
    """Only misfits of the file itself: a key that is missing because its value was left out is known already."""
    own = [error for error in errors if kept.place(error["loc"]).origin not in cut]
    return [kept.problem(error["loc"], *misfit_words(error)) for error in own]


def _blocks_around(cut: set[Path]) -> frozenset[Path]:
    return frozenset(path[:length] for path in cut for length in range(len(path) + 1))
