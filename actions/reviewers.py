"""Who may judge whom: nobody judges the unit that he or she belongs to, unless nobody else could."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.refusal import Refusal
from plans.roles import Role
from register.people import holders, homes


async def self_reviewed(session: AsyncSession, actor: Actor, unit_id: int) -> bool:
    """False for an independent reviewer, True when the verdict must be shown as self-reviewed (自审).

    Refusal when the reviewer belongs to the unit and somebody else of the office does not.
    """
    if unit_id not in await homes(session, actor.person):
        return False
    for other in await holders(session, Role.OFFICE) - {actor.person}:
        if unit_id not in await homes(session, other):
            raise Refusal("own-unit")
    return True
