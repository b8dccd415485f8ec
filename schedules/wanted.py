"""Asked again just before a message leaves: is what it says still true?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import Message
from register.states import DutyState, RequestState
from register.tables import Duty, Request

_ASKING = {"digest", "warning", "order", "explanation-asked", "proposal", "missing-list"}
_UNANSWERED = (RequestState.ASKED, RequestState.RETURNED)


async def wanted(session: AsyncSession, message: Message, now: datetime) -> dict[str, Any] | None:  # noqa: ARG001 - the dispatcher's signature
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
