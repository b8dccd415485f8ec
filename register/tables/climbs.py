"""The ladder climbed (督办梯次) and the cases that reached the bureau (约谈案件)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import CaseState, Cause, ClimbState, StepOutcome


class Case(SQLModel, table=True):
    """All grounds against one unit on one day, decided by one press of the bureau."""

    __tablename__ = "case"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    proposed_on: date
    state: CaseState = CaseState.PROPOSED
    version: int = 1
    reason: str | None = None
    hold_until: date | None = Field(default=None, index=True)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    talk_at: datetime | None = Field(default=None, sa_type=Instant)
    talk_place: str | None = None
    talk_with: str | None = None
    """Who of the unit is to come."""
    sign_by: date | None = Field(default=None, index=True)
    """The morning on which bureau and office hear that nobody has signed for the notice; None once that is settled."""
    rectify: str | None = None
    """What the unit is to mend."""
    rectify_by: date | None = None
    speaks_on: date | None = Field(default=None, index=True)
    """The next day on which somebody is to be reminded of the case."""


class Climb(SQLModel, table=True):
    """One ground's way up the ladder. It keeps the ladder it started on."""

    __tablename__ = "climb"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """Such as ``overdue/duty-4`` or ``missing/request-17``: one climb per ground, however often the sweep runs."""
    cause: Cause
    unit_id: int = Field(foreign_key="unit.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    duty_id: int | None = Field(default=None, foreign_key="duty.id", index=True)
    request_id: int | None = Field(default=None, foreign_key="request.id", index=True)
    round_id: int | None = Field(default=None, foreign_key="round.id", index=True)
    state: ClimbState = ClimbState.CLIMBING
    base: date
    """The day from which the steps are counted: the due date or the round's close."""
    ladder: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    next_on: date | None = Field(default=None, index=True)
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)


class ClimbStep(SQLModel, table=True):
    """A step: planned, done, or why not."""

    __tablename__ = "climb_step"

    id: int | None = Field(default=None, primary_key=True)
    climb_id: int = Field(foreign_key="climb.id", index=True)
    step: str
    planned: date
    outcome: StepOutcome
    at: datetime = Field(sa_type=Instant)
    message_key: str | None = None
    why_not: str | None = None
