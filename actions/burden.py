"""The burden (负担) that the system puts on each unit: shown to the office, never scored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Executable, case, func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import DeliveryState, Message, Method, Priority
from register.people import OF_A_UNIT
from register.rules import Rules
from register.snapshot.columns import rows_of
from register.tables import Request, Round, Seat, Unit, Urge

_QUESTION = "%-form"
"""The templates of forms are named so: one message of theirs is one question put to a person."""


@dataclass(frozen=True, slots=True)
class Burden:
    """One unit in one year: ``told`` messages that nobody of it had asked for, ``questions`` of forms answered in
    chat, ``reports`` it was asked for, ``urges`` by hand."""

    unit: str
    told: int
    questions: int
    reports: int
    urges: int


async def burdens(session: AsyncSession, rules: Rules, year: int) -> list[Burden]:
    """Every unit that was told or asked anything in the year, in the plan's order."""
    span = (rules.at(date(year, 1, 1), time(0)), rules.at(date(year + 1, 1, 1), time(0)))
    messages = await _messages(session, span)
    asked = select(col(Request.unit_id), func.count(col(Request.id))).join(
        Round, col(Round.id) == col(Request.round_id)
    )
    reports = await _counts(
        session, asked.where(col(Round.quarter).startswith(f"{year}Q")).group_by(col(Request.unit_id))
    )
    urged = select(col(Urge.unit_id), func.count(col(Urge.id))).where(col(Urge.at) >= span[0], col(Urge.at) < span[1])
    urges = await _counts(session, urged.group_by(col(Urge.unit_id)))
    units = await rows_of(session, select(col(Unit.id), col(Unit.name)).order_by(col(Unit.position)))
    found = [
        Burden(name, *messages.get(unit_id or 0, (0, 0)), reports.get(unit_id or 0, 0), urges.get(unit_id or 0, 0))
        for unit_id, name in units
    ]
    return [one for one in found if one.told or one.questions or one.reports]


async def _messages(session: AsyncSession, span: tuple[datetime, datetime]) -> dict[int, tuple[int, int]]:
    """By unit: (told, questions). A message in two parts is one."""
    question = col(Message.template).like(_QUESTION)
    told = ~question & (col(Message.priority) != Priority.ANSWER) & (col(Message.method) != Method.EDIT)
    connection = await session.connection()
    rows = await connection.execute(
        select(col(Message.owner), func.sum(case((told, 1), else_=0)), func.sum(case((question, 1), else_=0)))
        .where(
            col(Message.state) == DeliveryState.SENT,
            col(Message.part) == 1,
            col(Message.sent_at) >= span[0],
            col(Message.sent_at) < span[1],
        )
        .group_by(col(Message.owner))
    )
    by_seat = {owner: (int(told_), int(asked)) for owner, told_, asked in rows}
    seats = await connection.execute(select(col(Seat.id), col(Seat.unit_id)).where(col(Seat.role).in_(OF_A_UNIT)))
    found: dict[int, tuple[int, int]] = {}
    for seat_id, unit_id in seats:
        one, sums = by_seat.get(f"seat:{seat_id}", (0, 0)), found.get(unit_id, (0, 0))
        found[unit_id] = (sums[0] + one[0], sums[1] + one[1])
    return found


async def _counts(session: AsyncSession, statement: Executable) -> dict[int, int]:
    return dict(await rows_of(session, statement))
