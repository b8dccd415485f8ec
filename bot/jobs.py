"""Reports that were asked for: a row each, so that an answer promised is an answer given, whatever happens between."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from database.types import Instant, words


class JobState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class ReportJob(SQLModel, table=True):
    """One ``/report``."""

    __tablename__ = "report_job"

    id: int | None = Field(default=None, primary_key=True)
    scope: str
    """As it was typed: a quarter, a task, a unit, or empty for how things stand now."""
    chat_id: int = Field(sa_type=BigInteger)
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    asked_at: datetime = Field(sa_type=Instant)
    state: JobState = Field(default=JobState.WAITING, sa_column=Column(words(JobState), nullable=False))
    tries: int = 0
    error: str | None = None


async def next_job(session: AsyncSession) -> ReportJob | None:
    """The oldest report that is still owed."""
    oldest = select(ReportJob).where(ReportJob.state == JobState.WAITING).order_by(col(ReportJob.id)).limit(1)
    return (await session.exec(oldest)).one_or_none()
