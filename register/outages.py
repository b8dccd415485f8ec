"""What an outage of ours excuses: it never makes a unit late."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.rules import Rules
from register.states import OutageState
from register.tables import Outage

DAYS_TO_REPEAT = 2
"""Working days that a unit has, after an outage, to send again what may have been lost."""


async def being_checked(session: AsyncSession) -> bool:
    """Whether messages may have been lost and the office has not yet checked which."""
    found = await session.exec(select(Outage.id).where(Outage.state == OutageState.CHECKING).limit(1))
    return found.first() is not None


async def too_late(session: AsyncSession, rules: Rules, due: date, at: datetime) -> bool:
    """Whether what was sent at ``at`` came after ``due``.

    What fell due while nobody could hear counts as in time when it is sent until the office has checked the outage,
    and in any case for two working days after it.
    """
    day = rules.today(at)
    if day <= due:
        return False
    outages = await session.exec(select(Outage).where(col(Outage.since) <= at))
    return not any(_excuses(outage, rules, due, at) for outage in outages)


def _excuses(outage: Outage, rules: Rules, due: date, at: datetime) -> bool:
    ended = rules.today(outage.until)
    if not rules.today(outage.since) <= due <= ended:
        return False
    unchecked = outage.checked_at is None or at <= outage.checked_at
    return unchecked or rules.today(at) <= rules.calendar.after(ended, DAYS_TO_REPEAT)
