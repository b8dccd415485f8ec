"""Notices (通报) and briefs (汇报): from the draft to the frozen paper, its number and its readers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from database.types import Instant, words
from register.states import NoticeState


class NoticeKind(StrEnum):
    NOTICE = "notice"  # 通报, to the units
    BRIEF = "brief"  # 汇报, to the leading group


class Numbered(StrEnum):
    """The papers that are numbered year by year, each kind by itself."""

    NOTICE = "notice"
    BRIEF = "brief"
    TALK_NOTICE = "talk-notice"  # 约谈通知书


class Notice(SQLModel, table=True):
    """One paper. From ``number`` to ``digest`` it is written as it is issued, and never again."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("kind", "year", "serial"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: NoticeKind
    quarter: str = Field(index=True)
    state: NoticeState = NoticeState.DRAFT
    version: int = 0
    """Grows with each change: a button made for an older version changes nothing."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """``public`` and ``internal``, as they stood at ``compiled_at``."""
    supplement: str = ""
    """What the office adds in its own words (补充意见); internal."""
    units: list[int] = Field(default_factory=list, sa_type=JSON)
    """Whom it is for."""
    hands: list[int] = Field(default_factory=list, sa_type=JSON)
    """Every person who compiled it, wrote in it or submitted it: none of them signs it off."""
    compiled_at: datetime = Field(sa_type=Instant)
    compiled_by: int = Field(foreign_key="person.id")
    submitted_at: datetime | None = Field(default=None, sa_type=Instant)
    submitted_by: int | None = Field(default=None, foreign_key="person.id")
    number: str | None = None
    """As it stands on the paper, such as 督通〔2021〕3号."""
    year: int | None = None
    serial: int | None = None
    issued_at: datetime | None = Field(default=None, sa_type=Instant)
    issued_on: date | None = None
    """The day on the paper (成文日期)."""
    issued_by: int | None = Field(default=None, foreign_key="person.id")
    """Who signed it off (核签)."""
    text: str | None = None
    file: bytes | None = None
    """The .docx, with its annexes."""
    public_text: str | None = None
    """The same without anything internal; only a notice has one."""
    public_file: bytes | None = None
    digest: str | None = None
    """SHA-256 over all that was frozen; it stands in the audit chain, too."""
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    """When it was voided or dropped."""
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_because: str = ""


class NoticeCopy(SQLModel, table=True):
    """One reader of an issued paper; its signature is a receipt like any other."""

    __tablename__ = "notice_copy"
    __table_args__ = (UniqueConstraint("notice_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    reached: bool
    """False when nobody of the unit could be reached as it was issued: the office got it instead."""
    remind_on: date | None = Field(default=None, index=True)
    """The next working day on which the unit is reminded to sign; None once nothing is waited for."""


class NoticeCounter(SQLModel, table=True):
    """The last number given in a year to papers of a kind: locking its one row puts those who sign off in line."""

    __tablename__ = "notice_counter"

    kind: Numbered = Field(sa_column=Column(words(Numbered), primary_key=True))
    year: int = Field(primary_key=True)
    last: int = 0
