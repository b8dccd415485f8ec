"""The beginning of a climb (督办梯次): the ladder it keeps, and the day of its first step."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.ladder import first_day, ladder_for
from register.rules import Rules
from register.tables import Climb


def begin(session: AsyncSession, rules: Rules, climb: Climb, *, again: bool = False) -> None:
    """Freeze the ladder that ``climb`` starts on and set the day of its first step.

    Where the policy has no ladder for its cause, the ground is on record and no step follows. ``again``: slow for the
    second round running.
    """
    ladder = ladder_for(climb.cause, rules.policy.ladder, again=again)
    climb.ladder = [step.model_dump(mode="json") for step in ladder]
    climb.next_on = first_day(ladder, climb.base, rules.calendar) if ladder else None
    session.add(climb)


async def has_begun(session: AsyncSession, key: str) -> bool:
    """Whether this ground climbs or has climbed: one climb per ground."""
    return (await session.exec(select(Climb.id).where(col(Climb.key) == key))).first() is not None
