"""The history of a case: every step of people and of the calendar is a row, from the decision to the close."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from database.types import Instant


class CaseEvent(StrEnum):
    """What happened; the facts that each keeps stand beside it."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    HELD = "held"  # until
    HOLD_OVER = "hold-over"
    ARRANGED = "arranged"  # talk_at, place, attendees, year, serial; letter
    REARRANGED = "rearranged"  # the same
    PUT = "put"  # put to the leading group; letter
    UNSIGNED = "unsigned"
    RECORDED = "recorded"  # rectify, due (None when nothing is to be mended)
    REPORTED = "reported"  # files, late
    RETURNED = "returned"  # due
    OVERDUE = "overdue"  # due
    PASSED = "passed"
    FOLLOWED_UP = "followed-up"
    WITHDRAWN = "withdrawn"


class CaseStep(SQLModel, table=True):
    """One step of a case. ``facts`` are plain JSON values; ``letter`` among them is the key of the notice sent."""

    __tablename__ = "case_step"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    event: CaseEvent
    at: datetime = Field(sa_type=Instant)
    by: int | None = Field(default=None, foreign_key="person.id")
    """None: the calendar did it."""
    words: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
