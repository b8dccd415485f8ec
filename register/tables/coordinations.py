"""Difficulties that a unit puts to the office (提请协调), and what was said to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import CoordinationState


class Said(StrEnum):
    """What was done about a difficulty, each time by a person."""

    PUT = "put"
    ANSWERED = "answered"
    AGAIN = "again"  # the answer did not help: it is put once more
    SETTLED = "settled"


class Coordination(SQLModel, table=True):
    """One difficulty of a unit with a task; until it is settled, what is named again is the same one."""

    __tablename__ = "coordination"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    state: CoordinationState = Field(default=CoordinationState.OPEN, index=True)
    waits_since: datetime = Field(sa_type=Instant)
    """When it was put last."""


class CoordinationStep(SQLModel, table=True):
    """One turn of the talk about a difficulty."""

    __tablename__ = "coordination_step"

    id: int | None = Field(default=None, primary_key=True)
    coordination_id: int = Field(foreign_key="coordination.id", index=True)
    said: Said
    words: str = ""
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    """The version of a report that named the difficulty, where it was put from there."""
    at: datetime = Field(sa_type=Instant)
    by: int = Field(foreign_key="person.id")
