"""What a button means. The button itself carries only an opaque token."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from database.types import Instant


class Button(SQLModel, table=True):
    """An act offered to a seat: who may press is checked against the presser, not against the button."""

    __tablename__ = "button"

    token: str = Field(primary_key=True)
    act: str
    target: int | None = None
    version: int | None = None
    """The version of the target that the button was made for; an older button changes nothing."""
    argument: str | None = None
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    expires_at: datetime = Field(sa_type=Instant, index=True)
