"""Alembic runs this file: it says which tables there should be, and how their columns are written down."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from database.types import Instant
from duban.store import HOLD_TABLES

assert HOLD_TABLES  # noqa: S101 - the tables are in the metadata because their modules are imported


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A revision is history: it names SQL's own types, so that a later change of ours cannot rewrite it."""
    if kind != "type":
        return False
    match item:
        case Instant():
            return "sa.DateTime(timezone=True)"
        case AutoString() | sa.Enum():
            return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=render,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
