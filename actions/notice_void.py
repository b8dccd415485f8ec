"""An issued paper is voided (作废): it stays on record with its number and the reason, and its readers are told."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.acts import Act
from actions.notice_file import READER, facts_about, go_on, open_notice
from actions.taking_back import take_back
from actions.tell import Telling
from actions.texts import reason_given
from register.notices import copies_of, letter_to
from register.record import note
from register.rules import Rules
from register.states import NoticeState
from register.tables import Notice


async def void(session: AsyncSession, rules: Rules, actor: Actor, notice_id: int, reason: str, now: datetime) -> Notice:
    """Nobody is asked to sign it any more, and its number is not given again. Refused: all but the office."""
    notice = await open_notice(session, actor, Act.NOTICE_VOID, notice_id, None, NoticeState.ISSUED)
    notice.ended_because = reason_given(reason)
    notice.ended_at, notice.ended_by = now, actor.person
    go_on(session, notice, NoticeState.VOIDED, actor, now)
    await note(
        session,
        actor.label,
        "notice_voided",
        f"notice:{notice_id}",
        now,
        number=notice.number,
        reason=notice.ended_because,
    )
    facts = facts_about(notice) | {"reason": notice.ended_because}
    for copy in await copies_of(session, notice_id):
        copy.remind_on = None
        session.add(copy)
        key = f"notice-voided/{notice_id}/{copy.unit_id}"
        telling = Telling(copy.unit_id, READER[notice.kind], key, "other", "notice-voided", facts)
        await take_back(session, rules, f"{letter_to(notice_id, copy.unit_id)}/", telling, now)
    return notice
