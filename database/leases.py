"""Who of several processes does a job: a row per job, with a fence that tells an old holder from a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Table, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from database.clock import Clock, SystemClock
from database.types import Instant


class LeaseRow(SQLModel, table=True):
    """The present or last holder of a job."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    holder: str
    fence: int
    until: datetime = Field(sa_type=Instant)


_leases: Table = SQLModel.metadata.tables["lease"]

Moment = datetime | ColumnElement[datetime]
"""The same for all hosts: ``shared_now``, or ``SERVER_TIME``."""

SERVER_TIME: ColumnElement[datetime] = func.clock_timestamp(type_=DateTime(timezone=True))
"""PostgreSQL's own clock, read as the statement is executed."""


@dataclass(frozen=True)
class Lease:
    """A job held by ``holder`` until ``until`` at least; ``fence`` is larger than that of every earlier holder."""

    name: str
    holder: str
    fence: int
    until: datetime


async def acquire(session: AsyncSession, name: str, holder: str, now: Moment, seconds: float) -> Lease | None:
    """Take the job if it is free, has run out, or is ours already; None while another holds it.

    A holder that takes its own job again keeps its fence.
    """
    connection = await session.connection()
    insert: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    until = now + timedelta(seconds=seconds)
    taken = insert(_leases).values(name=name, holder=holder, fence=1, until=until)
    same = _leases.c.holder == taken.excluded.holder
    taken = taken.on_conflict_do_update(
        index_elements=[_leases.c.name],
        set_={"holder": holder, "until": until, "fence": _leases.c.fence + case((same, 0), else_=1)},
        where=or_(same, _leases.c.until <= now),
    )
    row = (await connection.execute(taken.returning(_leases.c.fence, _leases.c.until))).first()
    return None if row is None else Lease(name, holder, row.fence, row.until)


async def renew(session: AsyncSession, lease: Lease, now: Moment, seconds: float) -> Lease | None:
    """Hold on for ``seconds`` more; None when another has taken the job meanwhile, even if it gave it up again."""
    connection = await session.connection()
    held = update(_leases).where(*_is(lease)).values(until=now + timedelta(seconds=seconds))
    row = (await connection.execute(held.returning(_leases.c.until))).first()
    return None if row is None else Lease(lease.name, lease.holder, lease.fence, row.until)


async def release(session: AsyncSession, lease: Lease, now: Moment) -> None:
    """Let the next one in at once; the row stays, since its fence must go on growing."""
    connection = await session.connection()
    await connection.execute(update(_leases).where(*_is(lease)).values(until=now, holder=""))


def _is(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    return (_leases.c.name == lease.name, _leases.c.holder == lease.holder, _leases.c.fence == lease.fence)


async def shared_now(session: AsyncSession, clock: Clock) -> datetime:
    """The time that all hosts agree on: the database server's, unless the clock is steered or there is one host only.

    Two hosts' own clocks may lie minutes apart, and a lease would look run out to the one that is ahead.
    """
    connection = await session.connection()
    if connection.dialect.name == "sqlite" or not isinstance(clock, SystemClock):
        return clock.now()
    told: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
    return told.astimezone(UTC)
