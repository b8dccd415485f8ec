"""Who may decide on whom: nobody decides on the unit that he or she belongs to, unless nobody else could."""

from __future__ import annotations

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.refusal import Refusal
from plans.roles import Role
from register.people import holders, homes


async def self_reviewed(session: AsyncSession, actor: Actor, unit_id: int) -> bool:
    """False for an independent reviewer, True when the verdict must be shown as self-reviewed (自审).

    Refusal when the reviewer belongs to the unit and somebody else of the office does not.
    """
    own = unit_id in await homes(session, actor.person)
    if own and await _others(session, actor, unit_id, Role.OFFICE):
        raise Refusal("own-unit")
    return own


async def deciding_on_own(session: AsyncSession, actor: Actor, role: Role, unit_id: int) -> dict[str, Any]:
    """What the record of a step in a case has to add: nothing, or that it was taken by the unit's own (自审).

    Refusal when the person belongs to the unit and somebody else in a seat of ``role`` does not.
    """
    if unit_id not in await homes(session, actor.person):
        return {}
    if await _others(session, actor, unit_id, role):
        raise Refusal("own-unit-case", role=role.value)
    return {"self_reviewed": True}


async def _others(session: AsyncSession, actor: Actor, unit_id: int, role: Role) -> bool:
    """Whether somebody else in a seat of ``role`` could decide on the unit."""
    others = await holders(session, role) - {actor.person}
    return any([unit_id not in await homes(session, other) for other in others])
