"""What the plan decreed, as the register holds it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import DutyState


class PlanRecord(SQLModel, table=True):
    """The one plan this register supervises."""

    __tablename__ = "plan"

    id: int | None = Field(default=None, primary_key=True)
    code: str
    title: str
    starts: date
    ends: date
    office_id: int = Field(foreign_key="unit.id")
    bureau_id: int = Field(foreign_key="unit.id")
    leading_group_id: int = Field(foreign_key="unit.id")
    consolidator_id: int = Field(foreign_key="unit.id")
    fingerprint: str
    """SHA-256 of the plan file that it was last brought up to."""


class PhaseRecord(SQLModel, table=True):
    """A stage of the plan (阶段); stages may overlap, and the last may have no end."""

    __tablename__ = "phase"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    starts: date
    ends: date | None = None


class Unit(SQLModel, table=True):
    """A unit, collective unit or leading body."""

    __tablename__ = "unit"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    position: int
    """Its place in the plan file: lists keep the plan's order."""
    collective: bool = False
    settled: bool = True
    leading_body: bool = False
    housed_in_id: int | None = Field(default=None, foreign_key="unit.id")
    dropped_on: date | None = None
    """When a changed plan left it out; its history stays. So also below."""


class UnitAlias(SQLModel, table=True):
    """Another name of a unit."""

    __tablename__ = "unit_alias"

    alias: str = Field(primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")


class UnitMember(SQLModel, table=True):
    """A collective unit stands for its members."""

    __tablename__ = "unit_member"

    collective_id: int = Field(foreign_key="unit.id", primary_key=True)
    member_id: int = Field(foreign_key="unit.id", primary_key=True)
    position: int


class TargetRecord(SQLModel, table=True):
    """A number that the plan promises."""

    __tablename__ = "target"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    measure: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    due: date | None = None
    owner_id: int = Field(foreign_key="unit.id")
    dropped_on: date | None = None


class Task(SQLModel, table=True):
    """A numbered task (事项)."""

    __tablename__ = "task"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    section: str | None = None
    title: str
    description: str | None = None
    undated: bool = False
    dropped_on: date | None = None


class Part(StrEnum):
    """How a unit takes part in a task."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"


class TaskUnit(SQLModel, table=True):
    """A unit's part in a task; ``named_as`` keeps a collective unit's name beside the expanded member."""

    __tablename__ = "task_unit"
    __table_args__ = (UniqueConstraint("task_id", "unit_id", "part"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    part: Part
    named_as: str
    position: int


class Milestone(SQLModel, table=True):
    """A dated result (节点). ``baseline`` never changes; ``due`` is the latest effective date of its duties.

    What the plan says now is the baseline, or what the last ``Decree`` has moved it to.

    ``ordinal`` is its name in all that was sent: what a changed plan adds takes the next one, wherever its date lies.
    """

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("task_id", "ordinal"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    ordinal: int
    baseline: date
    due: date
    wording: str
    result: str | None = None
    ongoing: bool = False
    support_on: date | None = Field(default=None, index=True)
    """The next day on which its responsible units are to be told something."""
    dropped_on: date | None = None


class Duty(SQLModel, table=True):
    """One lead unit's duty to meet one milestone. Leads of a collective unit meet it each for themselves."""

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("milestone_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    state: DutyState = DutyState.OPEN
    due: date
    """The effective due date: what the plan says, or the date of an approved extension if that is later."""
    met_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the completion that was verified had been claimed: lateness is judged by it."""
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    late: bool = False
    speaks_on: date | None = Field(default=None, index=True)
    """The next day on which its lead unit is to be told something."""
    counts_from: date | None = None
    """When it was taken up again after its closing, or a changed plan laid it on its unit: no ladder begins earlier."""
