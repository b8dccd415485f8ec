"""Rows of chosen columns: ten thousand rows as objects of the mapper would cost ten times as much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Executable
from sqlmodel.ext.asyncio.session import AsyncSession

K = TypeVar("K")
V = TypeVar("V")


async def rows_of(session: AsyncSession, statement: Executable) -> Sequence[Any]:
    """All rows, each with its columns as attributes, read inside the session's own transaction."""
    connection = await session.connection()
    result: Sequence[Any] = (await connection.execute(statement)).all()
    return result


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values of each key, in their order; a key without any has an empty list."""
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
