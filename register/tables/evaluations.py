"""The yearly evaluation (年度考评): a sheet per unit as it was sent out, and what was corrected since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import EvaluationState, SheetState


class Evaluation(SQLModel, table=True):
    """One year's evaluation, from the day on which it was sent to the units."""

    __tablename__ = "evaluation"

    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(unique=True)
    state: EvaluationState = EvaluationState.CHECKING
    sent_at: datetime = Field(sa_type=Instant)
    """The facts of the sheets are those of this instant."""
    sent_by: int = Field(foreign_key="person.id")
    object_by: date
    """The last day on which a unit may object."""
    ranked: bool = False
    final_at: datetime | None = Field(default=None, sa_type=Instant)
    final_by: int | None = Field(default=None, foreign_key="person.id")
    single_handed: bool = False
    """The same person sent it out and made it final: the office had nobody else."""
    digest: str | None = None
    """SHA-256 over every sheet and adjustment as they were made final; it stands in the audit chain, too."""


class Sheet(SQLModel, table=True):
    """What one unit was shown: points, and the facts behind each. Never changed; see ``Adjustment``."""

    __tablename__ = "evaluation_sheet"
    __table_args__ = (UniqueConstraint("evaluation_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    state: SheetState = SheetState.ASKED
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the unit agreed or objected."""
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    objection: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decision: str = ""
    self_reviewed: bool = False
    """Who answered the objection belongs to the unit (自审)."""


class Adjustment(SQLModel, table=True):
    """Points that the office gave or took on an objection, with the reason."""

    __tablename__ = "evaluation_adjustment"

    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="evaluation_sheet.id", index=True)
    tenths: int
    """In tenths of a point."""
    reason: str
    at: datetime = Field(sa_type=Instant)
    by: int = Field(foreign_key="person.id")
