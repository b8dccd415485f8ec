"""What holds of notices (通报) and briefs (汇报): how they are numbered, what is frozen, who still has to sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.quiet import next_window
from register.record import digest_of
from register.rules import Rules
from register.tables import Notice, NoticeCopy, NoticeCounter, Receipt
from register.tables.notices import Numbered

PUBLIC, INTERNAL = "public", "internal"
"""The two halves of a paper's facts: the public version is written from the first alone."""


class Written(NamedTuple):
    """A paper in both its shapes: the words that chat shows, and the .docx with its annexes."""

    text: str
    file: bytes


def letter_to(notice_id: int, unit_id: int) -> str:
    """The letter by which the unit gets the paper; every copy of it has a key that begins so."""
    return f"issued/{notice_id}/{unit_id}"


async def next_serial(session: AsyncSession, kind: Numbered, year: int) -> int:
    """The next number of a kind in the year, taken in the caller's transaction: undone with it, so none is skipped.

    The counter is held until the transaction ends: of two who sign off at once, one waits for the other.
    """
    connection = await session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    begun = insert(SQLModel.metadata.tables["notice_counter"]).values(kind=kind, year=year, last=0)
    await connection.execute(begun.on_conflict_do_nothing())
    counter = await session.get_one(NoticeCounter, (kind, year), with_for_update=True, populate_existing=True)
    counter.last += 1
    session.add(counter)
    return counter.last


def seal_notice(notice: Notice) -> str:
    """SHA-256 over everything that was frozen as the paper was issued; what happens to it later is not in it."""
    issued_at = notice.issued_at.astimezone(UTC).isoformat() if notice.issued_at is not None else None
    return digest_of(
        {
            "kind": notice.kind.value,
            "quarter": notice.quarter,
            "number": notice.number,
            "year": notice.year,
            "serial": notice.serial,
            "facts": notice.facts,
            "supplement": notice.supplement,
            "units": notice.units,
            "hands": notice.hands,
            "issued_at": issued_at,
            "issued_on": notice.issued_on.isoformat() if notice.issued_on is not None else None,
            "issued_by": notice.issued_by,
            "text": notice.text,
            "file": _hash(notice.file),
            "public_text": notice.public_text,
            "public_file": _hash(notice.public_file),
        }
    )


def _hash(file: bytes | None) -> str | None:
    return sha256(file).hexdigest() if file is not None else None


def first_reminder(rules: Rules, sent_at: datetime) -> date:
    """The first working day on which a unit that has not signed is reminded."""
    return rules.calendar.after(rules.today(next_window(rules, sent_at)), rules.policy.reminders.unsigned_after)


async def signed_by_unit(session: AsyncSession, notice_id: int) -> dict[int, Receipt]:
    """Unit -> its first signature for the paper, by whichever seat and copy."""
    prefix = f"issued/{notice_id}/"
    rows = await session.exec(
        select(Receipt)
        .where(col(Receipt.message_key).startswith(prefix, autoescape=True))
        .order_by(col(Receipt.at).desc())
    )
    return {int(one.message_key.removeprefix(prefix).partition("/")[0]): one for one in rows}


async def copies_of(session: AsyncSession, notice_id: int) -> Sequence[NoticeCopy]:
    """Its readers, in the order in which it was sent."""
    rows = await session.exec(select(NoticeCopy).where(NoticeCopy.notice_id == notice_id).order_by(col(NoticeCopy.id)))
    return rows.all()
