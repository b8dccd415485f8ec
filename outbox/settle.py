"""Recording what became of attempts, and all that follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy import bindparam, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.care import Broken, Care
from outbox.channel import Hooks
from outbox.message import FOLLOWED, DeliveryState, Message, columns, messages
from outbox.outcome import Outcome, Refused
from outbox.policy import Decision, decide
from outbox.second_copy import owe_second_copy
from outbox.states import check
from outbox.withdraw import withdraw

log = structlog.get_logger(__name__)

S = DeliveryState


@dataclass(frozen=True)
class Attempt:
    """One message, and what the channel said of it."""

    message: Message
    outcome: Outcome


@dataclass(frozen=True)
class Settled:
    """An attempt with what was decided on it."""

    attempt: Attempt
    decision: Decision


async def settle(
    session: AsyncSession, attempts: Sequence[Attempt], hooks: Hooks, care: Care, now: datetime
) -> list[Settled]:
    """Record the outcomes of messages that are still ours; the late mark of an older claim changes nothing."""
    if not attempts:
        return []
    ours = await _still_ours(session, attempts)
    settled = [Settled(attempt, decide(attempt.outcome, attempt.message, now)) for attempt in ours]
    await _record(session, settled, now)
    for one in settled:
        await _follow(session, one, hooks, care, now)
    return settled


_HELD = (
    select(*columns("id", "fence"))
    .where(messages.c.id.in_(bindparam("ids", expanding=True)), messages.c.state == S.SENDING)
    .with_for_update()
)


async def _still_ours(session: AsyncSession, attempts: Sequence[Attempt]) -> list[Attempt]:
    connection = await session.connection()
    held = await connection.execute(_HELD, {"ids": [attempt.message.id for attempt in attempts]})
    fences = {row.id: row.fence for row in held}
    ours = []
    for attempt in attempts:
        if fences.get(attempt.message.id) == attempt.message.fence:
            ours.append(attempt)
        else:
            log.warning(
                "a late mark was refused",
                action="late_mark_refused",
                id=attempt.message.id,
                outcome=type(attempt.outcome).__name__,
            )
    return ours


_RECORDED = ("state", "reason", "provider_id", "not_before", "attempts", "sent_at", "address", "changed_at")
_RECORD = (
    update(messages)
    .where(messages.c.id == bindparam("row_id"), messages.c.state == S.SENDING)
    .values({name: bindparam(f"new_{name}") for name in _RECORDED})
)


async def _record(session: AsyncSession, settled: Sequence[Settled], now: datetime) -> None:
    if settled:
        connection = await session.connection()
        await connection.execute(_RECORD, [_values(one, now) for one in settled])


def _values(settled: Settled, now: datetime) -> dict[str, Any]:
    message, decision = settled.attempt.message, settled.decision
    check(S.SENDING, decision.state)
    values = {
        "state": decision.state,
        "reason": decision.reason,
        "provider_id": decision.provider_id,
        "not_before": decision.retry_at or message.not_before,
        "attempts": message.attempts if decision.counts else message.attempts - 1,
        "sent_at": now if decision.state is S.SENT else None,
        "address": decision.new_address or message.address,
        "changed_at": now,
    }
    return {"row_id": message.id} | {f"new_{name}": value for name, value in values.items()}


async def _follow(session: AsyncSession, one: Settled, hooks: Hooks, care: Care, now: datetime) -> None:
    """What an outcome means for others: the later parts, the second copy, what follows, the seat, the moved chat."""
    message, outcome, decision = one.attempt.message, one.attempt.outcome, one.decision
    if decision.resend_at is not None:
        await owe_second_copy(session, message, decision.resend_at, now)
    elif decision.state in {S.FAILED, S.UNCERTAIN} and message.parts > 1:
        head = message.part_of or message.id
        await withdraw(session, [messages.c.part_of == head], reason="前一部分未能确认送达", now=now)
    if decision.state is S.SENT and FOLLOWED in message.facts and message.part == 1:
        await _tell(session, care, message, partial(hooks.on_sent, session, message, now))
    if isinstance(outcome, Refused):
        await _tell(session, care, message, partial(hooks.on_refused, session, message, outcome, now))
    if decision.new_address is not None:
        await _readdress(session, message.address, decision.new_address)
        await _tell(session, care, message, partial(hooks.on_moved, session, message.address, decision.new_address))


async def _tell(session: AsyncSession, care: Care, message: Message, hook: Callable[[], Awaitable[None]]) -> None:
    """An outcome is recorded even when the one who should hear of it fails."""
    told = await care.call(session, hook)
    if isinstance(told, Broken):
        log.error("a hook failed", action="hook_failed", id=message.id, key=message.key, exc_info=told.error)


async def _readdress(session: AsyncSession, old: str, new: str) -> None:
    connection = await session.connection()
    waiting = messages.c.state.in_([S.PENDING, S.CLAIMED])
    await connection.execute(update(messages).where(messages.c.address == old, waiting).values(address=new))
