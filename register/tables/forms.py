"""Answers on their way: a draft survives restarts, a file is evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from database.types import Instant


class Draft(SQLModel, table=True):
    """A form that a person is filling in: one about each thing."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("chat_id", "person_id", "form", "target"),
        Index(
            "draft_at_hand",
            "chat_id",
            "person_id",
            unique=True,
            sqlite_where=text("at_hand"),
            postgresql_where=text("at_hand"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger)
    person_id: int = Field(foreign_key="person.id")
    form: str
    target: int
    """Row id of what the form is about (request, duty, completion, case …), by ``form``."""
    at_hand: bool = True
    """What the person types next belongs to it; the others were set aside."""
    question: str
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    updated_at: datetime = Field(sa_type=Instant)


class Evidence(SQLModel, table=True):
    """A photo or file that a person sent; fetched and kept below the deployment's home."""

    __tablename__ = "evidence"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int | None = Field(default=None, index=True)
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    completion_id: int | None = Field(default=None, foreign_key="completion.id", index=True)
    case_step_id: int | None = Field(default=None, foreign_key="case_step.id", index=True)
    """The report of a rectification (整改) that it belongs to."""
    explanation_id: int | None = Field(default=None, foreign_key="explanation.id", index=True)
    circular_id: int | None = Field(default=None, foreign_key="circular.id", index=True)
    """The paper that the office sent round."""
    recipient_id: int | None = Field(default=None, foreign_key="circular_recipient.id", index=True)
    """The unit's opinion on such a paper."""
    file_id: str
    name: str
    size: int | None = None
    sent_at: datetime = Field(sa_type=Instant)
    sent_by: int = Field(foreign_key="person.id")
    path: str | None = None
    sha256: str | None = None
    trouble: str | None = None
    """Why it could not be fetched, once that is certain."""
