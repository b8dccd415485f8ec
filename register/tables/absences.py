"""When somebody is away, and who sits in."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import AbsenceState


class Absence(SQLModel, table=True):
    """A person is away from the seats of one unit from ``first`` to ``last``, both included (请假)."""

    __tablename__ = "absence"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    first: date
    last: date
    substitute_id: int | None = Field(default=None, foreign_key="person.id")
    """Another person of the unit's seats; without one nobody sits in."""
    state: AbsenceState = Field(default=AbsenceState.PLANNED, index=True)
    warned_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the office was told that a deadline falls into it and nobody sits in."""
    asked_at: datetime = Field(sa_type=Instant)
