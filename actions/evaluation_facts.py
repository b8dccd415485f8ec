"""A year's scores as they stand now: the facts of the register, and from the outbox who was really reached."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.refusal import Refusal
from outbox.message import DeliveryState, Message
from register.evaluation.excuses import Reached, excused
from register.evaluation.reading import read_year, unchecked_gaps
from register.evaluation.score import UnitScore, scores
from register.loading import plan_of
from register.rules import Rules
from register.tables import Seat

_ORDER = "order"


async def year_scores(session: AsyncSession, rules: Rules, year: int, now: datetime) -> list[UnitScore]:
    """Every unit that owed something in ``year``; Refusal when that is no year of the plan, or has not begun."""
    await check_year(session, rules, year, now)
    facts = await read_year(session, rules, year, now)
    reached = await _reached(session, rules, year)
    return scores(excused(facts, reached, await unchecked_gaps(session, rules)), rules.policy.evaluation)


async def check_year(session: AsyncSession, rules: Rules, year: int, now: datetime) -> None:
    """Refusal unless the plan was under supervision in ``year``."""
    plan = await plan_of(session)
    first = plan.starts.year if plan is not None else year
    last = min(plan.ends.year if plan is not None else year, rules.today(now).year)
    if not first <= year <= last:
        raise Refusal("evaluation-no-year", first=first, last=last)


async def _reached(session: AsyncSession, rules: Rules, year: int) -> dict[int, Reached]:
    """By unit: the days on which something arrived in a chat of its own seats, and its supervision orders.

    What nobody knows to have arrived did not.
    """
    # What falls due in January is told in the year before; one year back is more than any mark.
    since = rules.at(date(year - 1, 1, 1), time(0))
    units = {f"seat:{seat_id}": unit_id for seat_id, unit_id in await _seats(session)}
    connection = await session.connection()
    rows = await connection.execute(
        select(col(Message.owner), col(Message.sent_at), col(Message.kind), col(Message.key)).where(
            col(Message.state) == DeliveryState.SENT, col(Message.sent_at) >= since
        )
    )
    days: dict[int, set[date]] = defaultdict(set)
    letters: dict[int, list[str]] = defaultdict(list)
    for owner, sent_at, kind, key in rows:
        unit_id = units.get(owner)
        if unit_id is None or sent_at is None:
            continue
        days[unit_id].add(rules.today(sent_at))
        if kind == _ORDER:
            letters[unit_id].append(key)
    return {unit_id: Reached(frozenset(found), tuple(letters[unit_id])) for unit_id, found in days.items()}


async def _seats(session: AsyncSession) -> list[tuple[int, int]]:
    connection = await session.connection()
    rows = await connection.execute(select(col(Seat.id), col(Seat.unit_id)))
    return [(seat_id or 0, unit_id) for seat_id, unit_id in rows]
