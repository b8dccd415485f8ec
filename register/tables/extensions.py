"""Due dates that were asked to move (延期), and duties that were taken up again after they had been closed."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import ExtensionState


class Extension(SQLModel, table=True):
    """A unit asks for a later due date of one duty (延期申请). The baseline of the milestone never moves."""

    __tablename__ = "extension"

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    state: ExtensionState = Field(default=ExtensionState.WAITING, index=True)
    due_before: date
    """The due date in force when it was asked."""
    due_asked: date
    reason: str
    asked_at: datetime = Field(sa_type=Instant)
    asked_by: int = Field(foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the office decided, or the unit withdrew."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decision_note: str | None = None
    self_reviewed: bool = False
    """The reviewer belongs to the unit that asked (自审)."""


class Reopening(SQLModel, table=True):
    """The office took a closed duty up again (重新办理). What the closing said is kept here."""

    __tablename__ = "reopening"

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    at: datetime = Field(sa_type=Instant)
    by: int = Field(foreign_key="person.id")
    reason: str
    self_reviewed: bool = False
    met_at: datetime | None = Field(default=None, sa_type=Instant)
    """As the duty said before: when the completion that was verified had been claimed."""
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    late: bool
