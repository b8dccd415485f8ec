"""The one way to change a state: the row, its transition and the audit chain move together."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import check_transition
from register.tables import AuditEntry, AuditHead, Transition

GENESIS = "0" * 64
SCHEDULE = "schedule"
_SEAL_LENGTH = 16
"""Hexadecimal digits: 64 bits are out of reach of a forger, and short enough to be read out on the telephone."""
_AN_ID = re.compile(r"[0-9]{1,18}")
"""What a database can look for."""


class HasState(Protocol):
    """A row of the register that stands in a state of its own."""

    id: int | None
    state: Any


def subject_of(row: HasState) -> str:
    """The row's name in the records, such as ``duty:4``."""
    return f"{type(row).__name__.lower()}:{row.id}"


def move(session: AsyncSession, row: HasState, after: StrEnum, actor: str, now: datetime) -> None:
    """Put ``row`` into the state ``after``; TransitionError when the table does not allow it."""
    before: StrEnum = row.state
    check_transition(before, after)
    row.state = after
    session.add(row)
    session.add(Transition(at=now, subject=subject_of(row), before=before, after=after, actor=actor))


async def note(session: AsyncSession, actor: str, act: str, subject: str, now: datetime, **facts: Any) -> AuditEntry:
    """Append one act to the audit chain; ``facts`` must be plain JSON values."""
    head = (await session.exec(select(AuditHead).with_for_update())).one_or_none()
    if head is None:
        head = AuditHead(hash=GENESIS)
    entry = AuditEntry(at=now, actor=actor, act=act, subject=subject, facts=facts, previous=head.hash, hash="")
    head.hash = entry.hash = link_hash(entry)
    session.add_all([entry, head])
    return entry


def link_hash(entry: AuditEntry) -> str:
    """SHA-256 over everything the entry says and the hash before it."""
    content = [entry.at.astimezone(UTC).isoformat(), entry.actor, entry.act, entry.subject, entry.facts, entry.previous]
    return digest_of(content)


def digest_of(content: Any) -> str:
    """SHA-256 over plain JSON values, whatever the order of their names."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


async def seal(session: AsyncSession) -> str:
    """The chain's head in few signs, such as ``128-3f2a90…``: who keeps it elsewhere can prove a later rewriting."""
    last = (await session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1))).one_or_none()
    return seal_of(last) if last is not None else ""


def seal_of(entry: AuditEntry) -> str:
    return f"{entry.id}-{entry.hash[:_SEAL_LENGTH]}"


async def holds_seal(session: AsyncSession, given: str) -> bool:
    """Whether the chain still says what it said when ``given`` was its head."""
    number, _, _ = given.partition("-")
    entry = await session.get(AuditEntry, int(number)) if _AN_ID.fullmatch(number) else None
    return entry is not None and seal_of(entry) == given


async def broken_link(session: AsyncSession) -> int | None:
    """The id of the first entry that does not fit the chain, or that is missing at its end; None when it is whole."""
    previous, last = GENESIS, 0
    links = await session.stream_scalars(select(AuditEntry).order_by(col(AuditEntry.id)))
    async for entry in links:
        if entry.previous != previous or entry.hash != link_hash(entry):
            return entry.id
        previous, last = entry.hash, entry.id or 0
    head = (await session.exec(select(AuditHead.hash))).one_or_none()
    return None if previous == (head or GENESIS) else last + 1
