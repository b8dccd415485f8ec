"""What is owed to somebody: one row per message, with an honest delivery state."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import JSON, Column, Index, Table, text
from sqlmodel import Field, SQLModel

from database.types import Instant, words


class Priority(IntEnum):
    """Who goes first when the line is long; a lower number goes first."""

    ANSWER = 0  # somebody has just asked and is waiting
    ESCALATION = 10
    NOTICE = 20
    REMINDER = 30


class Method(StrEnum):
    """How a message is put before its reader."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    EDIT = "edit"  # replaces the text and buttons of an earlier message


class DoubtRule(StrEnum):
    """What to do when nobody knows whether a message arrived."""

    LEAVE = "leave"  # a reminder: a second copy would nag
    RESEND_MARKED = "resend-marked"  # an escalation or notice: once more, marked 重发


class Owed(BaseModel):
    """A message to be written: the words come from ``template``, the facts are frozen here."""

    model_config = ConfigDict(frozen=True)

    key: str
    """Readable and unique among live rows: writing the same key twice writes once."""
    address: str
    """Where the channel delivers it, such as a chat id."""
    owner: str = ""
    """Whom it is owed to, such as ``seat:12``; opaque here."""
    group: str = ""
    """Fairness: no group's many messages may hold up another's few."""
    kind: str
    template: str
    facts: dict[str, Any] = {}
    keyboard: list[list[dict[str, Any]]] = []
    priority: Priority = Priority.REMINDER
    method: Method = Method.TEXT
    attachment: str | None = None
    """Path of the file to send, below the deployment's home."""
    edits: int | None = None
    """Row id of the message that an EDIT replaces."""
    not_before: datetime | None = None
    expires: datetime | None = None
    """After this a message that is still waiting is cancelled: yesterday's digest is not sent today."""
    doubt: DoubtRule = DoubtRule.LEAVE


FOLLOWED = "followed_by"
"""The fact of a message that something else follows once it has arrived (``Hooks.on_sent``)."""


class DeliveryState(StrEnum):
    """Where a message stands on its way (``outbox/states.py`` holds the transitions)."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Message(SQLModel, table=True):
    """A row of the outbox.

    A row is live unless it was cancelled or a marked second copy took its place; each key has at most one live row.
    Uncertain and failed rows stay live on purpose: writing their key again must not send an unmarked second copy.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "outbox_live_key",
            "key",
            unique=True,
            sqlite_where=text("state <> 'cancelled' AND NOT superseded"),
            postgresql_where=text("state <> 'cancelled' AND NOT superseded"),
        ),
        Index("outbox_waiting", "state", "not_before"),
        Index("outbox_address", "address", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    address: str
    owner: str = Field(default="", index=True)
    group: str = Field(default="", sa_column_kwargs={"name": "fair_group"})
    kind: str
    template: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    keyboard: list[list[dict[str, Any]]] = Field(default_factory=list, sa_type=JSON)
    priority: int = Priority.REMINDER
    method: Method = Field(default=Method.TEXT, sa_column=Column(words(Method), nullable=False))
    attachment: str | None = None
    edits: int | None = None
    part: int = 1
    parts: int = 1
    part_of: int | None = Field(default=None, index=True)
    """Row id of the first part of a long message; the later parts carry their words from the start."""
    follows: int | None = None
    """A later part of a long message waits until the part before it is sent."""
    doubt: DoubtRule = Field(default=DoubtRule.LEAVE, sa_column=Column(words(DoubtRule), nullable=False))
    state: DeliveryState = Field(default=DeliveryState.PENDING, sa_column=Column(words(DeliveryState), nullable=False))
    changed_at: datetime = Field(sa_type=Instant)
    """When ``state`` last changed."""
    reason: str | None = None
    attempts: int = 0
    fence: int = 0
    """Grows with each claim: a late mark made under an older claim changes nothing."""
    holder: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    not_before: datetime = Field(sa_type=Instant)
    expires: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    text: str | None = None
    """The words as they were sent: evidence."""
    provider_id: str | None = None
    """The number the receiving side gave it, such as a Telegram message id."""
    resend_of: int | None = None
    """Row id of the uncertain message of which this is the marked second copy."""
    superseded: bool = False
    """A marked second copy has taken this row's place."""


messages: Table = SQLModel.metadata.tables["outbox_message"]
"""The same table for bulk statements; its fairness column is called ``fair_group``."""


def columns(*names: str) -> list[Column[Any]]:
    """Some columns of ``messages``."""
    return [messages.c[name] for name in names]
