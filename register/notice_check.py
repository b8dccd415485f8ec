"""Whether the issued papers are still what was signed off, and whether their numbers run without a gap: talks too."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.case_record import talk_numbers
from register.notices import seal_notice
from register.tables import AuditEntry, Notice, NoticeCounter
from register.tables.notices import Numbered

ISSUED = "notice_issued"
"""The act in the audit chain that holds a paper's number and digest."""


class Fault(StrEnum):
    CHANGED = "changed"  # the paper is not what its digest was taken of
    REWRITTEN = "rewritten"  # its digest is not the one in the audit chain
    LOST = "lost"  # the audit chain knows a paper that is not there
    GAP = "gap"  # a number is missing, or one was given beyond the counter


@dataclass(frozen=True, slots=True)
class NoticeFault:
    kind: Numbered
    number: str
    fault: Fault


async def notice_faults(session: AsyncSession) -> list[NoticeFault]:
    """Every fault of every paper that was ever issued, voided ones included; empty when all is well."""
    papers = {one.id or 0: one for one in await session.exec(select(Notice).where(col(Notice.serial).is_not(None)))}
    entries = await session.exec(select(AuditEntry).where(AuditEntry.act == ISSUED).order_by(col(AuditEntry.id)))
    sealed = {int(entry.subject.partition(":")[2]): entry.facts for entry in entries}
    found = [fault for number in sorted(papers.keys() | sealed.keys()) for fault in _faults(papers, sealed, number)]
    return found + await _gaps(session, list(papers.values()))


def _faults(papers: dict[int, Notice], sealed: dict[int, dict[str, str]], notice_id: int) -> list[NoticeFault]:
    paper, record = papers.get(notice_id), sealed.get(notice_id, {})
    if paper is None:
        return [NoticeFault(Numbered(record["kind"]), record["number"], Fault.LOST)]
    faults = [Fault.CHANGED] if seal_notice(paper) != paper.digest else []
    faults += [Fault.REWRITTEN] if record.get("digest") != paper.digest else []
    return [NoticeFault(Numbered(paper.kind.value), paper.number or "", fault) for fault in faults]


async def _gaps(session: AsyncSession, papers: list[Notice]) -> list[NoticeFault]:
    serials: dict[tuple[Numbered, int], list[int]] = defaultdict(list)
    for paper in papers:
        serials[Numbered(paper.kind.value), paper.year or 0].append(paper.serial or 0)
    for year, serial in await talk_numbers(session):
        serials[Numbered.TALK_NOTICE, year].append(serial)
    counted = {(one.kind, one.year): one.last for one in await session.exec(select(NoticeCounter))}
    return [
        NoticeFault(kind, f"〔{year}〕{lower + 1}号", Fault.GAP)
        for kind, year in sorted(serials.keys() | counted.keys())
        for lower, higher in pairwise([0, *sorted(serials[kind, year]), counted.get((kind, year), 0) + 1])
        if higher != lower + 1
    ]
