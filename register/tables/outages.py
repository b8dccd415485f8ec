"""Outages of ours in which messages of people may have been lost."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from database.types import Instant
from register.states import OutageState


class Outage(SQLModel, table=True):
    """Nobody could be heard from ``since`` to ``until``, longer than the chat service keeps messages for us."""

    __tablename__ = "outage"

    id: int | None = Field(default=None, primary_key=True)
    since: datetime = Field(sa_type=Instant, unique=True)
    until: datetime = Field(sa_type=Instant)
    state: OutageState = Field(default=OutageState.CHECKING, index=True)
    checked_at: datetime | None = Field(default=None, sa_type=Instant)
    checked_by: int | None = Field(default=None, foreign_key="person.id")
