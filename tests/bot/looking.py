"""A look at the register behind the chat."""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import SQLModel, select

from tests.harness.chat import Town

Row = TypeVar("Row", bound=SQLModel)


async def rows(town: Town, table: type[Row]) -> list[Row]:
    """Every row, in the order of its making."""
    async with town.database.reading() as session:
        return list(await session.exec(select(table)))
