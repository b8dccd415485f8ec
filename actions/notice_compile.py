"""The office compiles a notice (通报) or a brief (汇报), from the figures of this moment, and compiles it anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.notice_file import UNFINISHED, open_notice, take_part, usual_readers
from actions.refusal import Refusal
from register.locks import locked
from register.record import note
from register.rules import Rules
from register.states import NoticeState
from register.tables import Notice, Round
from register.tables.notices import NoticeKind

_LIVE = (*UNFINISHED, NoticeState.ISSUED)


async def compile_notice(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    round_id: int,
    kind: NoticeKind,
    facts: dict[str, Any],
    now: datetime,
) -> Notice:
    """A draft of the round's paper; the one that is not finished yet, if there is one: nobody writes it twice.

    Refused: anybody but the office, and a round that does not exist.
    """
    await require(session, actor, Act.NOTICE_NEW, round_id)
    # Held, so that two who begin at once find one draft.
    of_round = await locked(session, Round, round_id)
    if of_round is None:
        raise Refusal("no-round")
    begun = await _newest(session, of_round.quarter, kind, *UNFINISHED)
    if begun is not None:
        return begun
    notice = Notice(
        kind=kind,
        quarter=of_round.quarter,
        facts=facts,
        units=await usual_readers(session, kind),
        hands=[actor.person],
        compiled_at=now,
        compiled_by=actor.person,
    )
    session.add(notice)
    await session.flush()
    await note(
        session, actor.label, "notice_compiled", f"notice:{notice.id}", now, kind=kind.value, quarter=notice.quarter
    )
    return notice


async def live_notice(session: AsyncSession, quarter: str, kind: NoticeKind) -> Notice | None:
    """The newest paper of the round that was neither voided nor dropped."""
    return await _newest(session, quarter, kind, *_LIVE)


async def _newest(session: AsyncSession, quarter: str, kind: NoticeKind, *states: NoticeState) -> Notice | None:
    of_round = select(Notice).where(Notice.quarter == quarter, Notice.kind == kind, col(Notice.state).in_(states))
    return (await session.exec(of_round.order_by(col(Notice.id).desc()).limit(1))).one_or_none()


async def recompile(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    notice_id: int,
    version: int,
    facts: dict[str, Any],
    now: datetime,
) -> Notice:
    """The same draft with the figures of this moment; what the office added and whom it chose stays."""
    notice = await open_notice(session, actor, Act.NOTICE_REFRESH, notice_id, version, NoticeState.DRAFT)
    notice.facts, notice.compiled_at, notice.compiled_by = facts, now, actor.person
    notice.version += 1
    take_part(notice, actor)
    await note(session, actor.label, "notice_recompiled", f"notice:{notice_id}", now)
    return notice
