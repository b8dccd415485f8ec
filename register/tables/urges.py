"""Urging by hand (催办): on record, because it is both a step of supervision and a burden."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from database.types import Instant


class Urge(SQLModel, table=True):
    """The office urged one lead unit on one task."""

    __tablename__ = "urge"

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    at: datetime = Field(sa_type=Instant)
    by: int = Field(foreign_key="person.id")
    reached: bool
    """False when no chat of the unit itself could be reached and the message went elsewhere."""
