"""The morning reminders (督办提醒) that named what a case is about: each with its delivery, as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import DeliveryState, Message
from register.tables import Climb


@dataclass(frozen=True, slots=True)
class ReminderGiven:
    """``sent_at`` is None for one that did not arrive; ``at`` is the morning it was written."""

    at: datetime
    sent_at: datetime | None


async def reminders_given(session: AsyncSession, case_id: int, unit: str) -> tuple[ReminderGiven, ...]:
    """Every reminder to the unit of a duty or report that is a ground of the case, the oldest first, each once."""
    climbs = (await session.exec(select(Climb).where(Climb.case_id == case_id))).all()
    duties = {climb.duty_id for climb in climbs if climb.duty_id is not None}
    requests = {climb.request_id for climb in climbs if climb.request_id is not None}
    rows = await session.exec(
        select(Message)
        .where(
            col(Message.key).startswith(f"digest/{unit}/", autoescape=True),
            col(Message.part) == 1,
            col(Message.state) != DeliveryState.CANCELLED,
            col(Message.superseded).is_(False),
        )
        .order_by(col(Message.created_at), col(Message.id))
    )
    about = [row for row in rows if any(_concerns(item, duties, requests) for item in row.facts.get("items", ()))]
    # Several people of a seat have a copy each: one that arrived is enough.
    mornings: dict[datetime, datetime | None] = {}
    for row in about:
        arrived = row.sent_at if row.state is DeliveryState.SENT else None
        mornings[row.created_at] = mornings.get(row.created_at) or arrived
    return tuple(ReminderGiven(at, sent_at) for at, sent_at in mornings.items())


def _concerns(item: dict[str, Any], duties: set[int], requests: set[int]) -> bool:
    return item.get("duty") in duties or item.get("request") in requests
