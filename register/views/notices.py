"""Notices and briefs as they are shown: the list, and one with its readers' signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.notices import copies_of, seal_notice, signed_by_unit
from register.people import name_of
from register.states import NoticeState
from register.tables import Notice, NoticeCopy, Receipt, Unit

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A paper in the list: how many of its readers have signed."""

    notice_id: int
    version: int
    kind: str
    quarter: str
    number: str | None
    state: NoticeState
    compiled_at: datetime
    copies: int
    signed: int


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One unit that the paper is for; ``reached`` is None before it was issued."""

    unit: str
    reached: bool | None = None
    signed_by: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A paper with everything that its office wants to know. ``intact``: it is what was frozen."""

    notice_id: int
    kind: str
    quarter: str
    number: str | None
    state: NoticeState
    supplement: str
    compiled_at: datetime
    compiled_by: str
    submitted_at: datetime | None
    submitted_by: str
    issued_at: datetime | None
    issued_by: str
    ended_at: datetime | None
    ended_by: str
    ended_because: str
    digest: str | None
    intact: bool
    readers: tuple[ReaderLine, ...]


async def latest_notices(session: AsyncSession, quarter: str | None = None) -> list[NoticeLine]:
    """The newest papers that were not dropped, the newest first; those of one quarter where it is named."""
    rows = select(Notice).where(Notice.state != NoticeState.DROPPED).order_by(col(Notice.id).desc()).limit(_SHOWN)
    if quarter is not None:
        rows = rows.where(Notice.quarter == quarter)
    return [await _line(session, notice) for notice in list(await session.exec(rows))]


async def _line(session: AsyncSession, notice: Notice) -> NoticeLine:
    copies = await copies_of(session, notice.id or 0)
    return NoticeLine(
        notice_id=notice.id or 0,
        version=notice.version,
        kind=notice.kind.value,
        quarter=notice.quarter,
        number=notice.number,
        state=notice.state,
        compiled_at=notice.compiled_at,
        copies=len(copies),
        signed=len(await signed_by_unit(session, notice.id or 0)),
    )


async def notice_card(session: AsyncSession, notice: Notice) -> NoticeCard:
    """The paper as it stands."""
    return NoticeCard(
        notice_id=notice.id or 0,
        kind=notice.kind.value,
        quarter=notice.quarter,
        number=notice.number,
        state=notice.state,
        supplement=notice.supplement,
        compiled_at=notice.compiled_at,
        compiled_by=await name_of(session, notice.compiled_by),
        submitted_at=notice.submitted_at,
        submitted_by=await name_of(session, notice.submitted_by),
        issued_at=notice.issued_at,
        issued_by=await name_of(session, notice.issued_by),
        ended_at=notice.ended_at,
        ended_by=await name_of(session, notice.ended_by),
        ended_because=notice.ended_because,
        digest=notice.digest,
        intact=notice.digest is None or seal_notice(notice) == notice.digest,
        readers=await _readers(session, notice),
    )


async def _readers(session: AsyncSession, notice: Notice) -> tuple[ReaderLine, ...]:
    rows = await session.exec(select(Unit).where(col(Unit.id).in_(notice.units)).order_by(col(Unit.position)))
    copies = {one.unit_id: one for one in await copies_of(session, notice.id or 0)}
    signed = await signed_by_unit(session, notice.id or 0)
    return tuple(
        [await _reader(session, unit, copies.get(unit.id or 0), signed.get(unit.id or 0)) for unit in rows.all()]
    )


async def _reader(session: AsyncSession, unit: Unit, copy: NoticeCopy | None, receipt: Receipt | None) -> ReaderLine:
    return ReaderLine(
        unit=unit.name,
        reached=copy.reached if copy is not None else None,
        signed_by=await name_of(session, receipt.person_id) if receipt is not None else "",
        signed_at=receipt.at if receipt is not None else None,
    )
