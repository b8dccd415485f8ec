"""The office adds a paragraph to a draft (补充意见), chooses its readers, or gives it up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.acts import Act
from actions.notice_file import go_on, open_notice, take_part
from actions.refusal import Refusal
from actions.texts import trimmed
from register.circulars import possible_recipients
from register.record import note
from register.rules import Rules
from register.states import NoticeState
from register.tables import Notice
from register.tables.notices import NoticeKind


async def supplement(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    notice_id: int,
    words: str,
    now: datetime,
) -> Notice:
    """These words stand at the end of the paper from now on; none takes them out. Only the readers see them."""
    notice = await open_notice(session, actor, Act.NOTICE_WORDS, notice_id, None, NoticeState.DRAFT)
    notice.supplement = trimmed(words)
    await _changed(session, notice, actor, "notice_supplemented", now, words=notice.supplement)
    return notice


async def choose_readers(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    notice_id: int,
    units: Collection[int],
    now: datetime,
) -> Notice:
    """The notice goes to these units instead. Refused: a brief, and no unit that has a contact."""
    notice = await open_notice(session, actor, Act.NOTICE_UNITS, notice_id, None, NoticeState.DRAFT)
    chosen = [unit for unit in await possible_recipients(session) if unit.id in units]
    if not chosen or notice.kind is NoticeKind.BRIEF:
        raise Refusal("circular-no-units")
    notice.units = [unit.id or 0 for unit in chosen]
    await _changed(session, notice, actor, "notice_readers_chosen", now, units=[unit.name for unit in chosen])
    return notice


async def drop_notice(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    notice_id: int,
    version: int,
    now: datetime,
) -> Notice:
    """Give the draft up: it never had a number, and none is used for it."""
    notice = await open_notice(session, actor, Act.NOTICE_DROP, notice_id, version, NoticeState.DRAFT)
    notice.ended_at, notice.ended_by = now, actor.person
    go_on(session, notice, NoticeState.DROPPED, actor, now)
    await note(session, actor.label, "notice_dropped", f"notice:{notice_id}", now)
    return notice


async def _changed(
    session: AsyncSession, notice: Notice, actor: Actor, act: str, now: datetime, **facts: str | list[str]
) -> None:
    notice.version += 1
    take_part(notice, actor)
    session.add(notice)
    await note(session, actor.label, act, f"notice:{notice.id}", now, **facts)
