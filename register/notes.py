"""The office's remarks (办公室备注): the version that counts, and what an edited ledger would make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from register.people import name_of
from register.snapshot.columns import rows_of
from register.tables import Duty, Milestone, OfficeNote, Task, Unit

LONGEST = 500
"""Characters of one remark."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A remark as it stands in a ledger that came back; ``cell`` says in words where."""

    subject: str
    version: int
    """The version that the ledger showed; 0 for none."""
    cell: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One remark that an edited ledger would change; ``about`` names what it is about."""

    subject: str
    version: int
    about: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A remark that was changed here after the ledger had been exported, and otherwise there."""

    cell: str
    about: str
    ours: str
    theirs: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an edited ledger would change, and what stands against it; ``unknown`` are cells about nothing we know."""

    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    unknown: tuple[str, ...]


async def compare(session: AsyncSession, edited: Iterable[Edited]) -> Comparison:
    """Each remark beside the version that the ledger showed, and beside the one that counts now."""
    kept, names = await _versions(session), await _names(session)
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    unknown: list[str] = []
    for one in edited:
        versions, about = kept.get(one.subject, []), names.get(one.subject)
        if about is None or one.version > len(versions):
            unknown.append(one.cell)
            continue
        shown = versions[one.version - 1].words if one.version else ""
        now = versions[-1].words if versions else ""
        if one.words in (shown, now):
            continue  # untouched, or the same was written here meanwhile
        if one.version == len(versions):
            changes.append(Change(one.subject, one.version, about, now, one.words))
        else:
            conflicts.append(await _conflict(session, one, about, versions[-1]))
    return Comparison(tuple(changes), tuple(conflicts), tuple(unknown))


async def last_version(session: AsyncSession, subject: str) -> OfficeNote | None:
    """The remark that counts; None when there never was one."""
    newest = (
        select_rows(OfficeNote).where(OfficeNote.subject == subject).order_by(col(OfficeNote.version).desc()).limit(1)
    )
    return (await session.exec(newest)).one_or_none()


async def _versions(session: AsyncSession) -> Mapping[str, list[OfficeNote]]:
    """Every version of every remark, the oldest first: they are numbered from 1 without a gap."""
    kept: dict[str, list[OfficeNote]] = {}
    for note in await session.exec(select_rows(OfficeNote).order_by(col(OfficeNote.version))):
        kept.setdefault(note.subject, []).append(note)
    return kept


async def _names(session: AsyncSession) -> Mapping[str, str]:
    """What a remark may be about, and how people call it."""
    tasks = await rows_of(session, select(col(Task.id), col(Task.number), col(Task.title)))
    units = await rows_of(session, select(col(Unit.id), col(Unit.name)))
    duties = await rows_of(
        session,
        select(col(Duty.id), col(Task.number), col(Unit.name), col(Milestone.baseline))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .join(Unit, col(Unit.id) == col(Duty.unit_id)),
    )
    named = {f"task:{row.id}": f"第{row.number}项 {row.title}" for row in tasks}
    named |= {f"unit:{row.id}": row.name for row in units}
    return named | {f"duty:{row.id}": f"第{row.number}项 {row.name} {_day(row.baseline)}节点" for row in duties}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


async def _conflict(session: AsyncSession, one: Edited, about: str, last: OfficeNote) -> Conflict:
    who = await name_of(session, last.written_by)
    return Conflict(one.cell, about, last.words, one.words, who or "", last.written_at)
