"""A task as it was found in a paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from plans.deadline import Deadline


class Part(StrEnum):
    """The value of a task that a doubt is about."""

    TITLE = "title"
    LEADS = "lead_units"
    SUPPORTS = "responsible_units"
    DEADLINES = "milestones"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person must look at a value."""

    part: Part
    place: int
    why: str


@dataclass
class FoundTask:
    """Names and wordings are the paper's own."""

    number: str
    """As written."""
    section: str
    title: str
    description: str
    place: int
    within: str = ""
    """The number of the task that it stands under, if it does."""
    leads: list[str] = field(default_factory=list)
    supports: list[str] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What the paper says that a plan has no field for: persons, regular reports."""
    doubts: dict[Doubt, None] = field(default_factory=dict)
    """In the order in which they arose."""

    def doubt(self, part: Part, why: str, place: int | None = None) -> None:
        """Mark a value, once for each reason."""
        self.doubts.setdefault(Doubt(part, place or self.place, why))
