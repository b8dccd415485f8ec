"""Accepted reports are told of together: a unit with twelve tasks hears once of one sitting of the office."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.tell import Telling, tell
from actions.verdict import Judged, item_of
from outbox.enqueue import cancel
from outbox.message import DeliveryState, Message
from plans.roles import Role
from register.quiet import next_window
from register.rules import Rules

SITTING = timedelta(minutes=10)
"""How long the first acceptance waits for others."""

TEMPLATE = "reports-accepted"


async def tell_accepted(session: AsyncSession, rules: Rules, judged: Judged, report_id: int, now: datetime) -> None:
    """Tell the unit's contact; an acceptance that still waits to leave is taken into this one."""
    items, leaves = await _take_back(session, judged.unit, now)
    telling = Telling(
        judged.unit_id,
        Role.CONTACT,
        key=f"verdict/report-{report_id}",
        kind="verdict",
        template="reports-accepted",
        facts={"items": [*items, item_of(judged) | {"self_reviewed": judged.self_reviewed}], "quarter": judged.quarter},
        not_before=leaves or next_window(rules, now + SITTING),
    )
    await tell(session, rules, telling, now)


async def _take_back(session: AsyncSession, unit: str, now: datetime) -> tuple[list[dict[str, Any]], datetime | None]:
    """The lines of the acceptance that has not begun to leave, and when it would have left."""
    rows = await session.exec(
        select(Message).where(
            col(Message.group) == unit,
            col(Message.template) == TEMPLATE,
            col(Message.state) == DeliveryState.PENDING,
        )
    )
    waiting = list(rows)
    taken = await cancel(session, keys=[row.key for row in waiting], reason="gathered", now=now)
    if not waiting or taken < len(waiting):
        return [], None
    return list(waiting[0].facts["items"]), waiting[0].not_before
