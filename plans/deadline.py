"""A deadline as a paper words it, and the day that it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a wording asks for."""

    BY = "by"
    AT = "at"
    YEAR = "year"
    """Only a year is named; its last day is meant."""
    MILESTONE = "milestone"
    """A quarter or half-year of a progress table; its last day is meant."""
    RANGE = "range"
    START = "start"
    """Work begins by then; nothing is finished."""
    ONGOING = "ongoing"
    ONGOING_FROM = "ongoing-from"
    RECURRING = "recurring"
    PERIOD = "period"
    """Some years, from a start that the wording may not give."""
    DURATION = "duration"
    """How long a procedure may take; no deadline of a task."""
    EVENT = "event"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One wording at ``start:end`` of the text. ``due`` is None where it names no day."""

    kind: Kind
    wording: str
    start: int
    end: int
    due: date | None = None
    since: date | None = None
    result: str = ""
    """What is to be done by then, as far as the text says it right behind."""
    ongoing: bool = False
    """The work goes on after that day."""
    doubt: str = ""
    """Why a person must look; empty where the reading is certain."""
