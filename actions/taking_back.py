"""What was sent to a unit is taken back (撤回, 作废): what has not left does not leave, and who has it is told."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.tell import Telling, tell
from outbox.message import DeliveryState, Message
from outbox.withdraw import withdraw
from register.rules import Rules


async def take_back(session: AsyncSession, rules: Rules, letter: str, telling: Telling, now: datetime) -> bool:
    """Take back every message whose key begins with ``letter``; ``telling`` says so to a unit that has one already.

    True when it was told.
    """
    theirs = col(Message.key).startswith(letter, autoescape=True)
    await withdraw(session, [theirs], reason="已撤回", now=now)
    left = select(Message.id).where(theirs, col(Message.state) != DeliveryState.CANCELLED)
    if (await session.exec(left.limit(1))).first() is None:
        return False
    await tell(session, rules, telling, now)
    return True
