"""Targets (工作目标) as a round asks for them, and the figures that were given."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant


class TargetRequest(SQLModel, table=True):
    """One target asked of its owner in one round, frozen as the round opened."""

    __tablename__ = "target_request"
    __table_args__ = (UniqueConstraint("round_id", "target_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    target_id: int = Field(foreign_key="target.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str
    measure: str
    """The unit that the figure is counted in, such as 亩."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    due: date | None = None


class TargetReport(SQLModel, table=True):
    """One version of the figure."""

    __tablename__ = "target_report"
    __table_args__ = (UniqueConstraint("request_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="target_request.id", index=True)
    version: int
    value: Decimal
    filed_at: datetime = Field(sa_type=Instant)
    filed_by: int = Field(foreign_key="person.id")
    in_time: bool
