"""What responsible units give towards the lead's report, where the policy asks them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import ContributionState


class Contribution(SQLModel, table=True):
    """What one responsible unit is asked about one task in one round, and its words. It is never accused for it."""

    __tablename__ = "contribution"
    __table_args__ = (UniqueConstraint("round_id", "task_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    state: ContributionState = ContributionState.ASKED
    words: str = ""
    """The latest words; the audit chain keeps the earlier ones. Empty when given: nothing to be told this quarter."""
    given_at: datetime | None = Field(default=None, sa_type=Instant)
    given_by: int | None = Field(default=None, foreign_key="person.id")
