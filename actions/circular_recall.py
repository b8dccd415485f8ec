"""The office takes a circular back (撤回); it stays on record with the reason."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.circular import circular_of
from actions.refusal import Refusal
from actions.taking_back import take_back
from actions.tell import Telling
from actions.texts import reason_given
from plans.roles import Role
from register.circulars import key_to, local
from register.locks import locked
from register.people import name_of
from register.record import move, note
from register.rules import Rules
from register.states import CircularState
from register.tables import Circular, Recipient


async def may_recall(session: AsyncSession, rules: Rules, actor: Actor, circular_id: int, now: datetime) -> Circular:
    """The circular, held until the act ends. Refused: all but the office, a second recall, after the limit."""
    await require(session, actor, Act.CIRCULAR_RECALL, circular_id)
    circular = await locked(session, Circular, circular_id) or await circular_of(session, circular_id)
    if circular.state is CircularState.RECALLED:
        who = await name_of(session, circular.recalled_by)
        raise Refusal("recalled-already", who=who, when=circular.recalled_at)
    if circular.state is CircularState.CLOSED or circular.due <= now:
        raise Refusal("recall-over", due=local(rules, circular.due))
    return circular


async def recall(
    session: AsyncSession, rules: Rules, actor: Actor, circular_id: int, reason: str, now: datetime
) -> Circular:
    """Nothing more is asked; the units that have the paper are told why. Refused as ``may_recall`` is."""
    circular = await may_recall(session, rules, actor, circular_id, now)
    circular.recalled_because = reason_given(reason)
    circular.recalled_at, circular.recalled_by, circular.remind_on = now, actor.person, None
    move(session, circular, CircularState.RECALLED, actor.label, now)
    await note(
        session, actor.label, "circular_recalled", f"circular:{circular.id}", now, reason=circular.recalled_because
    )
    for unit_id in list(await session.exec(select(Recipient.unit_id).where(Recipient.circular_id == circular_id))):
        await _take_back(session, rules, circular, unit_id, now)
    return circular


async def _take_back(session: AsyncSession, rules: Rules, circular: Circular, unit_id: int, now: datetime) -> None:
    facts = {"kind": circular.kind.value, "title": circular.title, "reason": circular.recalled_because}
    key = f"circular-recalled/{circular.id}/{unit_id}"
    telling = Telling(unit_id, Role.CONTACT, key, "other", "circular-recalled", facts)
    await take_back(session, rules, key_to(circular.id or 0, unit_id), telling, now)
