"""Remarks that the office keeps in its ledger (办公室备注), and ledgers that came back with such remarks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import ReturnedState


class OfficeNote(SQLModel, table=True):
    """One version of the remark on a task, a duty or a unit. The last counts; none is ever changed or removed."""

    __tablename__ = "office_note"
    __table_args__ = (UniqueConstraint("subject", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str
    """The row it is about, such as ``task:4``."""
    version: int
    words: str
    """Empty when the remark was taken away."""
    written_at: datetime = Field(sa_type=Instant)
    written_by: int = Field(foreign_key="person.id")


class ReturnedLedger(SQLModel, table=True):
    """A workbook that the office sent back, and what it would change."""

    __tablename__ = "returned_ledger"

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id")
    """The file as it was sent."""
    chat_id: int = Field(sa_type=BigInteger)
    seat_id: int = Field(foreign_key="seat.id")
    state: ReturnedState = Field(default=ReturnedState.RECEIVED, index=True)
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """What was offered: see ``register.notes.Change``; kept with the versions that they were made for."""
