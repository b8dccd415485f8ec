"""The record itself: transitions, the audit chain, and how far time has been worked off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant


class Transition(SQLModel, table=True):
    """A change of state: every one is a row."""

    __tablename__ = "transition"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    subject: str = Field(index=True)
    """Such as ``duty:4``."""
    before: str
    after: str
    actor: str
    """``person:3`` or ``schedule``."""


class Receipt(SQLModel, table=True):
    """A seat signed for a message (签收): evidence that it was received."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("message_key", "seat_id"),)

    id: int | None = Field(default=None, primary_key=True)
    message_key: str = Field(index=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)


class AuditEntry(SQLModel, table=True):
    """A link of the hash chain; never changed, never deleted."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    actor: str
    act: str
    subject: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    previous: str
    hash: str


class AuditHead(SQLModel, table=True):
    """The chain's last hash: locking its one row puts concurrent acts in line."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    hash: str


class Checkpoint(SQLModel, table=True):
    """How far a repeated piece of work has got; the tick compares it before it looks at anything else."""

    __tablename__ = "checkpoint"

    name: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
