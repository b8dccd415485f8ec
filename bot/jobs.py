"""Reports that were asked for: a row each, so that an answer promised is an answer given, whatever happens between."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from database.types import Instant, words


class JobState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class ReportJob(SQLModel, table=True):
    """One ``/report``, or one single paper."""

    __tablename__ = "report_job"

    id: int | None = Field(default=None, primary_key=True)
    scope: str
    """As it was typed: a quarter, a task, a unit, or empty for how things stand now. Of a paper: what it is about."""
    chat_id: int = Field(sa_type=BigInteger)
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    asked_at: datetime = Field(sa_type=Instant)
    state: JobState = Field(default=JobState.WAITING, sa_column=Column(words(JobState), nullable=False))
    tries: int = 0
    error: str | None = None
    paper: str | None = None
    """The kind of the single paper (``documents.paper.Paper``); None: everything that ``/report`` gives."""
    facts: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """What the single paper says, as it stood when it was asked for."""

    @property
    def promise(self) -> str:
        """Key of the message that says it is being made: there the outcome is told."""
        return f"report/{self.id}/promise"


async def next_job(session: AsyncSession) -> ReportJob | None:
    """The oldest report that is still owed."""
    oldest = select(ReportJob).where(ReportJob.state == JobState.WAITING).order_by(col(ReportJob.id)).limit(1)
    return (await session.exec(oldest)).one_or_none()
