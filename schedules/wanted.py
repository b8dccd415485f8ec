"""Asked again just before a message leaves: is what it says still true, and may it be said at this hour?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.channel import Later, Wanted
from outbox.message import Message, Priority
from register.quiet import next_window
from register.rules import Rules
from register.states import DutyState, RequestState
from register.tables import Duty, Request

_ASKING = {"digest", "warning", "order", "explanation-asked", "proposal", "missing-list"}
_UNANSWERED = (RequestState.ASKED, RequestState.RETURNED)


def wanted(rules: Rules) -> Wanted:
    """The last check under these rules: what nobody has asked for does not leave in quiet hours, however late it is."""

    async def check(session: AsyncSession, message: Message, now: datetime) -> dict[str, Any] | Later | None:
        window = next_window(rules, now)
        if window > now and message.priority != Priority.ANSWER:
            return Later(window, "免打扰时段，顺延发送")
        return await _still_true(session, message)

    return check


async def _still_true(session: AsyncSession, message: Message) -> dict[str, Any] | None:
    """The facts without the items that were met in the meantime; None when nothing is left to say."""
    facts = message.facts
    if (message.kind not in _ASKING and message.template != "urge") or not facts.get("items"):
        return facts
    duties = {item["duty"] for item in facts["items"] if "duty" in item}
    requests = {item["request"] for item in facts["items"] if "request" in item}
    open_duties = set(await session.exec(select(Duty.id).where(col(Duty.id).in_(duties), Duty.state == DutyState.OPEN)))
    unanswered = set(
        await session.exec(select(Request.id).where(col(Request.id).in_(requests), col(Request.state).in_(_UNANSWERED)))
    )
    items = [
        item
        for item in facts["items"]
        if item.get("duty") in open_duties | {None} and item.get("request") in unanswered | {None}
    ]
    return {**facts, "items": items} if items else None
