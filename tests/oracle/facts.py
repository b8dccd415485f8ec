"""What is compared: one tuple for each thing that the machine says to one seat on one day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

LADDER = ("warning", "order", "explanation-asked", "proposal")
COMPARED = ("digest", *LADDER, "missing-list")


class Fact(NamedTuple):
    """``milestone`` is None where a report is meant; ``about`` is None in messages to contacts."""

    day: date
    unit: str
    role: str
    kind: str
    task: int
    milestone: int | None
    why: str
    about: str | None = None

    def told(self) -> str:
        """One readable line."""
        place = f"T{self.task:02}" + (f"/M{self.milestone}" if self.milestone else "")
        about = f" about {self.about}" if self.about else ""
        return f"{self.day} {self.day:%a}  {self.unit}/{self.role}  {self.kind}: {place} {self.why}{about}"
