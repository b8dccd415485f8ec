"""Rows that one act at a time may change."""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

Row = TypeVar("Row", bound=SQLModel)


async def locked(session: AsyncSession, table: type[Row], row_id: int) -> Row | None:
    """The row as it stands now, held until the act ends; None when there is none.

    Acts take their locks in one order: draft, duty, request, report or completion, climb.
    """
    return await session.get(table, row_id, with_for_update=True, populate_existing=True)


async def locked_one(session: AsyncSession, table: type[Row], row_id: int) -> Row:
    """The same for a row that another row refers to: it must be there."""
    return await session.get_one(table, row_id, with_for_update=True, populate_existing=True)
