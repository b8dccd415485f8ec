"""Calling other people's code inside our transaction, without letting one bad message hold up the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

T = TypeVar("T")

_READ_ONLY = "25006"
"""PostgreSQL's code (appendix A, read_only_sql_transaction), which SQLAlchemy files among the program's own errors."""


@dataclass(frozen=True)
class Broken:
    """The call failed; the transaction is as it was before it."""

    error: Exception


def store_at_fault(error: BaseException) -> bool:
    """Whether the database itself is in trouble (full, read-only, gone), so that no message is to blame."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if getattr(getattr(error, "orig", None), "sqlstate", None) == _READ_ONLY:
        return True
    # SQLite files a faulty statement under the same class as a full disk; only its code tells them apart.
    faulty_statement = getattr(getattr(error, "orig", None), "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return isinstance(error, OperationalError | InterfaceError | OSError) and not faulty_statement


@dataclass(frozen=True)
class Care:
    """Normally an error ends the whole step, which costs nothing; then it is repeated with ``cautious`` care.

    A savepoint for every call would double the statements of a busy bot.
    """

    cautious: bool = False

    async def call(self, session: AsyncSession, work: Callable[[], Awaitable[T]]) -> T | Broken:
        """The result of ``work``; when cautious, Broken instead of its error."""
        if not self.cautious:
            return await work()
        try:
            async with session.begin_nested():
                return await work()
        except Exception as error:
            if store_at_fault(error):
                raise
            return Broken(error)
