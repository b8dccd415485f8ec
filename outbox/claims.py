"""Claiming: the statements that give messages to one dispatcher, and take them back from a dead one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, bindparam, exists, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.line import Waiting
from outbox.message import DeliveryState, Message, columns, messages

S = DeliveryState


@dataclass(frozen=True)
class Claimant:
    """Under whose name and until when."""

    holder: str
    now: datetime
    until: datetime


def _first_in_line() -> Select[Any]:
    """Ids by urgency, fairness between groups, age; of each address only the first, and none while another is ahead."""
    busy, ahead, previous, target = (messages.alias() for _ in range(4))
    # Two questions, not one with "or": PostgreSQL would answer that by reading all that waits, for each that waits.
    under_way = exists().where(busy.c.address == messages.c.address, busy.c.state.in_([S.CLAIMED, S.SENDING]))
    # Overtaken by a later one, a second try would come out of turn: an old card would cover the new one.
    to_be_tried_again = exists().where(
        ahead.c.address == messages.c.address,
        ahead.c.state == S.PENDING,
        ahead.c.attempts > 0,
        ahead.c.id < messages.c.id,
        ahead.c.priority <= messages.c.priority,
    )
    may_go = [
        messages.c.state == S.PENDING,
        messages.c.not_before <= bindparam("now"),
        messages.c.priority < bindparam("before"),
        ~under_way,
        ~to_be_tried_again,
        or_(
            messages.c.follows.is_(None),
            exists().where(previous.c.id == messages.c.follows, previous.c.state == S.SENT),
        ),
        or_(
            messages.c.edits.is_(None),
            ~exists().where(target.c.id == messages.c.edits, target.c.state.in_([S.PENDING, S.CLAIMED, S.SENDING])),
        ),
    ]
    of_address = func.row_number().over(partition_by=messages.c.address, order_by=[messages.c.priority, messages.c.id])
    of_group = func.row_number().over(partition_by=[messages.c.priority, messages.c.fair_group], order_by=messages.c.id)
    ranked = (
        select(messages.c.id, messages.c.priority, of_address.label("of_address"), of_group.label("of_group"))
        .where(*may_go)
        .subquery()
    )
    best = (
        select(ranked.c.id)
        .where(ranked.c.of_address == 1)
        .order_by(ranked.c.priority, ranked.c.of_group, ranked.c.id)
        .limit(bindparam("room"))
    )
    # PostgreSQL may run a limited subquery more than once; named, it runs once.
    return select(best.cte("best").c.id)


# Built once: building it takes longer than running it.
_DUE = (
    select(*columns("id", "fence", "address", "fair_group", "priority", "expires"))
    .where(messages.c.id.in_(_first_in_line()), messages.c.state == S.PENDING)
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(messages)
    .where(messages.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=S.CLAIMED,
        changed_at=bindparam("now"),
        fence=messages.c.fence + 1,
        holder=bindparam("by"),
        lease_until=bindparam("until"),
    )
)
_MINE = (
    select(messages)
    .where(messages.c.id.in_(bindparam("ids", expanding=True)), messages.c.state == S.CLAIMED)
    .with_for_update()
)
_ANY_PRIORITY = 1_000_000


async def claim(session: AsyncSession, claimant: Claimant, room: int, before: int | None = None) -> list[Waiting]:
    """Claim up to ``room`` messages that are due, one per address; with ``before``, only more urgent ones."""
    if room == 0:
        return []
    connection = await session.connection()
    limits = {"now": claimant.now, "room": room, "before": _ANY_PRIORITY if before is None else before}
    found = (await connection.execute(_DUE, limits)).all()
    if found:
        ids = [row.id for row in found]
        terms = {"now": claimant.now, "by": claimant.holder, "until": claimant.until}
        await connection.execute(_CLAIM, {"ids": ids} | terms)
    return [Waiting(row.id, row.fence + 1, row.address, row.fair_group, row.priority, row.expires) for row in found]


async def take(session: AsyncSession, chosen: Collection[Waiting]) -> list[Message]:
    """The whole rows of those still claimed under the same fence, in the order of ``chosen``."""
    fences = {waiting.id: waiting.fence for waiting in chosen}
    connection = await session.connection()
    rows = {row["id"]: row for row in (await connection.execute(_MINE, {"ids": list(fences)})).mappings()}
    return [as_message(rows[id_]) for id_, fence in fences.items() if id_ in rows and rows[id_]["fence"] == fence]


def as_message(row: RowMapping) -> Message:
    """A message that belongs to no session: changing it writes nothing."""
    values = dict(row)
    values["group"] = values.pop("fair_group")
    return Message(**values)


async def give_back(session: AsyncSession, claimed: Collection[Waiting], holder: str, now: datetime) -> None:
    """Let others have what was claimed but not begun."""
    mine = and_(messages.c.id.in_([waiting.id for waiting in claimed]), messages.c.holder == holder)
    await _unclaim(session, mine, now)


async def recover(session: AsyncSession, run_out: ColumnElement[bool], now: datetime) -> list[Message]:
    """Take back what dead dispatchers hold: claimed ones are due again; returns those that were being sent."""
    await _unclaim(session, run_out, now)
    connection = await session.connection()
    left = select(messages).where(run_out, messages.c.state == S.SENDING).with_for_update(skip_locked=True)
    return [as_message(row) for row in (await connection.execute(left)).mappings()]


def abandoned(now: datetime, keep: Collection[int], holder: str | None = None) -> ColumnElement[bool]:
    """Claims that ran out; with ``holder``, that holder's too, apart from ``keep`` which it is still working on."""
    run_out: ColumnElement[bool] = messages.c.lease_until <= now
    if holder is not None:
        run_out = or_(run_out, messages.c.holder == holder)
    return and_(run_out, messages.c.id.not_in(list(keep))) if keep else run_out


async def _unclaim(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> None:
    connection = await session.connection()
    # A process that was stopped in the middle may hold some rows locked: they wait for the next time, we do not.
    free = select(messages.c.id).where(which, messages.c.state == S.CLAIMED).with_for_update(skip_locked=True)
    await connection.execute(
        update(messages)
        .where(messages.c.id.in_(free), messages.c.state == S.CLAIMED)
        .values(state=S.PENDING, changed_at=now)
    )
