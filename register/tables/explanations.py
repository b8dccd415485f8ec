"""What a unit says for itself before it stands before the bureau (情况说明)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant


class Explanation(SQLModel, table=True):
    """One version of an explanation. It covers every ground that the letter asking for it named."""

    __tablename__ = "explanation"
    __table_args__ = (UniqueConstraint("letter", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    letter: str = Field(index=True)
    """The letter that asked for it, named as in ``ClimbStep.message_key``."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    version: int
    words: str
    filed_at: datetime = Field(sa_type=Instant)
    filed_by: int = Field(foreign_key="person.id")
