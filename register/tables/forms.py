"""Answers on their way: a draft survives restarts, a file is evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel

from database.types import Instant


class Draft(SQLModel, table=True):
    """The form a person is filling in; one at a time per chat."""

    __tablename__ = "draft"

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(unique=True, sa_type=BigInteger)
    person_id: int = Field(foreign_key="person.id")
    form: str
    target: int
    """Row id of what the form is about (request, duty, completion, case …), by ``form``."""
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
    file_id: str
    name: str
    size: int | None = None
    sent_at: datetime = Field(sa_type=Instant)
    sent_by: int = Field(foreign_key="person.id")
    path: str | None = None
    sha256: str | None = None
    trouble: str | None = None
    """Why it could not be fetched, once that is certain."""
