"""Column types shared by every table."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, Table, event
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A point in time, kept in UTC and always given back with its zone.

    SQLite has no zones: its driver would hand back a naive value that compares as local time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


def words(kind: type[StrEnum]) -> Enum:
    """A column that keeps an enumeration as its words, so that a new word needs no change of the schema."""
    return Enum(
        kind, native_enum=False, length=40, values_callable=lambda members: [member.value for member in members]
    )


@event.listens_for(Table, "after_parent_attach")
def _never_native(table: Table, _metadata: MetaData) -> None:
    """Every enumeration is kept as text: a type of PostgreSQL's own would need the schema to change with each word.

    The revisions write text columns; a statement that casts to such a type would fail on every database but a test's.
    """
    for column in table.columns:
        if isinstance(column.type, Enum):
            column.type.native_enum = False
