"""Work that one process at a time does: the morning's sweep, and a change of the plan that must not meet it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from register.tables import Checkpoint

MORNING = "morning"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When work was done of which nothing was done yet."""


async def take_turn(session: AsyncSession, name: str) -> Checkpoint:
    """How far the work has got, held until the end: from the very first, those who do it go one by one."""
    connection = await session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    never = insert(SQLModel.metadata.tables["checkpoint"]).values(name=name, at=NEVER)
    await connection.execute(never.on_conflict_do_nothing())
    return await session.get_one(Checkpoint, name, with_for_update=True)
