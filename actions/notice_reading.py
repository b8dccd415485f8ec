"""A unit reads an issued paper again, to sign for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.acts import Act
from actions.notice_file import open_notice
from actions.notice_issue import letter
from actions.tell import tell
from outbox.copies import of_letters
from outbox.message import DeliveryState, Message
from register.notices import letter_to
from register.rules import Rules
from register.states import NoticeState
from register.tables import Notice


@dataclass(frozen=True, slots=True)
class Reading:
    """``message_key`` is what the seat signs for; None when the paper is only now sent to it."""

    notice: Notice
    message_key: str | None


async def read_notice(
    session: AsyncSession, rules: Rules, actor: Actor, notice_id: int, unit_id: int, seat_id: int, now: datetime
) -> Reading:
    """The paper for one who asks for it. A unit of which nobody was reached gets it now, with its button."""
    notice = await open_notice(session, actor, Act.READ_NOTICE, notice_id, None, NoticeState.ISSUED)
    theirs = select(Message.key).where(
        of_letters(col(Message.key), [letter_to(notice_id, unit_id)]),
        Message.owner == f"seat:{seat_id}",
        Message.part == 1,
        Message.state != DeliveryState.CANCELLED,
    )
    key = (await session.exec(theirs.order_by(col(Message.id)).limit(1))).first()
    if key is None:
        await tell(session, rules, letter(notice, unit_id, asked_at=now), now)
    return Reading(notice, key)
