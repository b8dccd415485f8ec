"""The office's remarks in a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.snapshot.columns import rows_of
from register.tables import OfficeNote


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """The remark as it stands now; version 0 when there never was one."""

    subject: str
    version: int
    words: str


NO_NOTE = NoteFacts("", 0, "")
Notes = Mapping[str, NoteFacts]


async def read_notes(session: AsyncSession) -> Notes:
    """By subject: whoever has no remark gets an empty one."""
    rows = await rows_of(
        session,
        select(col(OfficeNote.subject), col(OfficeNote.version), col(OfficeNote.words)).order_by(
            col(OfficeNote.version)
        ),
    )
    return _Notes({row.subject: NoteFacts(*row) for row in rows})


class _Notes(dict[str, NoteFacts]):
    def __missing__(self, subject: str) -> NoteFacts:
        return NoteFacts(subject, 0, "")
