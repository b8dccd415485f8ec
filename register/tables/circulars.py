"""Papers sent to chosen units with a time limit (征求意见, 会议通知, 文件签收), and what each unit answered."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import CircularState, RecipientState


class CircularKind(StrEnum):
    OPINIONS = "opinions"
    MEETING = "meeting"
    PAPER = "paper"  # to be signed for


class Reply(StrEnum):
    """What a unit can answer; which of these, the kind of the circular says."""

    NO_OPINION = "no-opinion"
    OPINION = "opinion"
    ATTENDS = "attends"
    EXCUSED = "excused"
    SIGNED = "signed"


class Circular(SQLModel, table=True):
    """One paper as it was sent: its words never change."""

    __tablename__ = "circular"

    id: int | None = Field(default=None, primary_key=True)
    kind: CircularKind
    title: str
    words: str
    due: datetime = Field(sa_type=Instant)
    """An answer sent after this instant is late."""
    remind_on: date | None = Field(default=None, index=True)
    """The working day on which the units that have not answered are reminded; None once they were."""
    state: CircularState = Field(default=CircularState.OPEN, index=True)
    sent_at: datetime = Field(sa_type=Instant)
    sent_by: int = Field(foreign_key="person.id")
    compiled_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the office was given the table of the answers, after the limit."""
    recalled_at: datetime | None = Field(default=None, sa_type=Instant)
    recalled_by: int | None = Field(default=None, foreign_key="person.id")
    recalled_because: str | None = None


class Recipient(SQLModel, table=True):
    """A unit that a circular was sent to, with its present answer."""

    __tablename__ = "circular_recipient"
    __table_args__ = (UniqueConstraint("circular_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    circular_id: int = Field(foreign_key="circular.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    state: RecipientState = RecipientState.ASKED
    reply: Reply | None = None
    words: str = ""
    """The opinion, the names of those who attend, or the reason of the excuse."""
    replied_at: datetime | None = Field(default=None, sa_type=Instant)
    replied_by: int | None = Field(default=None, foreign_key="person.id")
    late: bool = False
    version: int = 0
    """How many answers the unit has given; an older button does not overwrite a newer answer."""
