"""Changes of the plan (方案调整) that were brought into the register, and the due dates that they moved."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from database.types import Instant


class Amendment(SQLModel, table=True):
    """One changed plan file that was applied."""

    __tablename__ = "amendment"

    id: int | None = Field(default=None, primary_key=True)
    revision: int = Field(unique=True)
    """The revision of the plan that it made."""
    fingerprint: str
    at: datetime = Field(sa_type=Instant)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """How much of each kind it changed."""


class Decree(SQLModel, table=True):
    """The plan itself moved the due date of a milestone (时限调整): no unit had asked for it."""

    __tablename__ = "decree"

    id: int | None = Field(default=None, primary_key=True)
    amendment_id: int = Field(foreign_key="amendment.id", index=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    due_before: date
    """What the plan had said until then."""
    due_after: date
