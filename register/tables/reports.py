"""What units reported and what the office said to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import RequestState, RoundState, Verdict


class Round(SQLModel, table=True):
    """One quarter's collection (报送轮次). What it asks is frozen as it opens."""

    __tablename__ = "round"

    id: int | None = Field(default=None, primary_key=True)
    quarter: str = Field(unique=True)
    state: RoundState = RoundState.OPEN
    opened_at: datetime = Field(sa_type=Instant)
    closes_on: date
    """The last calendar day on which a report is in time."""
    filed_at: datetime | None = Field(default=None, sa_type=Instant)
    filed_by: int | None = Field(default=None, foreign_key="person.id")
    filed_late: bool = False
    """The whole was confirmed after the day given for it."""
    followed_up: int = 0
    """How many of the follow-ups after the close are done: missing list and filing asked, drafts sent."""


class Request(SQLModel, table=True):
    """What one unit is asked about one task in one round (报送要求)."""

    __tablename__ = "request"
    __table_args__ = (UniqueConstraint("round_id", "task_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    state: RequestState = RequestState.ASKED
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the first answer was sent, by a report or a completion claim."""
    late: bool = False
    """The first answer came after the close."""
    return_again_by: date | None = Field(default=None, index=True)
    """A returned report is asked again on this day; None once it has been."""
    granted_until: date | None = None
    """What was answered in time and returned is in time again until this day."""


class Verified(SQLModel):
    """The office's verdict on what a unit claimed; part of every table that can be reviewed."""

    verdict: Verdict = Verdict.WAITING
    verdict_reason: str | None = None
    verdict_by: int | None = Field(default=None, foreign_key="person.id")
    verdict_at: datetime | None = Field(default=None, sa_type=Instant)
    self_reviewed: bool = False
    """The reviewer belongs to the unit reviewed (自审)."""


class Report(Verified, table=True):
    """One version of a progress report (进展报告)."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("request_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    version: int
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    """The task's next open milestone, whose percent is given."""
    percent: int
    done: str
    problems: str = ""
    next_step: str = ""
    no_change_reason: str | None = None
    filed_at: datetime = Field(sa_type=Instant)
    filed_by: int = Field(foreign_key="person.id")
    in_time: bool


class Completion(Verified, table=True):
    """A unit's claim that a duty is met (办结申请), with its evidence."""

    __tablename__ = "completion"

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    request_id: int | None = Field(default=None, foreign_key="request.id")
    """The round's request that this claim answered, when it was still waiting for an answer."""
    note: str
    claimed_at: datetime = Field(sa_type=Instant)
    claimed_by: int = Field(foreign_key="person.id")
