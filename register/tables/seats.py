"""Who answers for a unit: seats, the people in them, and the way in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant
from plans.roles import Role


class Person(SQLModel, table=True):
    """A person as the chat service knows them."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(unique=True, sa_type=BigInteger)
    name: str


class Seat(SQLModel, table=True):
    """A unit's role (席位). Everything is owed to the seat, never to the person in it."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("unit_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    role: Role


class Holding(SQLModel, table=True):
    """A person in a seat, from–until; ``unreachable_since`` is set when the chat refused us."""

    __tablename__ = "holding"

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    chat_id: int = Field(sa_type=BigInteger, index=True)
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)
    unreachable_since: datetime | None = Field(default=None, sa_type=Instant)


class Invitation(SQLModel, table=True):
    """The way into a seat: single use, expiring; only the hash of its secret is kept."""

    __tablename__ = "invitation"

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    secret_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    used_by: int | None = Field(default=None, foreign_key="person.id")
    replaces: int | None = Field(default=None, foreign_key="holding.id")
    """Who comes in by it takes the place of this one (接替), whose time ends as the new one's begins."""
