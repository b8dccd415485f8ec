"""Circulars (征求意见, 会议通知, 文件签收): one reminder before the limit, and what silence means when it has passed.

A limit is an instant, on a day off as well: silence is judged at it, and told in the next window.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from database.engine import Database
from outbox.message import DeliveryState, Message
from plans.roles import Role
from register.circulars import key_to, show_opinions, unanswered, ways_to_reply
from register.loading import plan_of
from register.outages import being_checked
from register.quiet import next_window
from register.record import SCHEDULE, move, note
from register.rules import Rules
from register.states import CircularState, RecipientState
from register.tables import Circular, Recipient, Seat
from register.views.circulars import answers_to, count_files, paper_facts, table_facts
from schedules.letters import Letter, PostRoom
from schedules.morning import Morning


async def circular_reminders(morning: Morning) -> list[Letter]:
    """On the working day before the limit, the units that have not answered, and only they."""
    rows = await morning.session.exec(
        select(Circular)
        .where(Circular.state == CircularState.OPEN, col(Circular.remind_on) <= morning.day)
        .order_by(col(Circular.id))
        .with_for_update()
    )
    letters = []
    for circular in list(rows):
        circular.remind_on = None
        morning.session.add(circular)
        if circular.due > morning.now:
            letters += await _reminders(morning, circular)
    return letters


async def _reminders(morning: Morning, circular: Circular) -> list[Letter]:
    files = await count_files(morning.session, circular.id or 0)
    facts = paper_facts(morning.rules, circular, files)
    letters = []
    for one in await unanswered(morning.session, circular.id or 0):
        named = facts | {"recipient": one.id, "unit": morning.unit_name(one.unit_id)}
        letters.append(
            Letter(
                one.unit_id,
                Role.CONTACT,
                "other",
                f"{key_to(circular.id or 0, one.unit_id)}reminder",
                named,
                ways_to_reply(circular.kind, one.id or 0, one.version, files),
                template="circular-reminder",
                expires=circular.due,
            )
        )
    return letters


async def still_asked(session: AsyncSession, recipients: set[int]) -> set[int | None]:
    """Those for whom a reminder still has its reason: no answer, and no recall."""
    waiting = (
        select(Recipient.id)
        .join(Circular, col(Circular.id) == col(Recipient.circular_id))
        .where(
            col(Recipient.id).in_(recipients),
            Recipient.state == RecipientState.ASKED,
            Circular.state == CircularState.OPEN,
        )
    )
    return set(await session.exec(waiting))


async def turn_circulars(database: Database, rules: Rules, now: datetime) -> bool:
    """Judge the circulars whose limit has passed and give the office their tables; True when anything was told.

    Nothing is judged while the office checks what an outage may have lost.
    """
    speaks = next_window(rules, now) <= now
    async with database.reading() as session:
        if not await circulars_wait(session, rules, now) or await being_checked(session):
            return False
    async with database.writing() as session:
        for circular in list(await session.exec(_to_do(now, speaks=speaks).with_for_update())):
            if circular.state is CircularState.OPEN:
                await _judge(session, circular, now)
            if speaks:
                await _compile(session, rules, circular, now)
    return speaks


async def circulars_wait(session: AsyncSession, rules: Rules, now: datetime) -> bool:
    """Whether one has to be judged, or its table to be given."""
    waiting = await session.exec(_to_do(now, speaks=next_window(rules, now) <= now).limit(1))
    return waiting.first() is not None


def _to_do(now: datetime, *, speaks: bool) -> SelectOfScalar[Circular]:
    passed = (col(Circular.state) == CircularState.OPEN) & (col(Circular.due) < now)
    untold = (col(Circular.state) == CircularState.CLOSED) & col(Circular.compiled_at).is_(None)
    return select(Circular).where(or_(passed, untold) if speaks else passed).order_by(col(Circular.id))


async def _judge(session: AsyncSession, circular: Circular, now: datetime) -> None:
    """Silence counts, but not that of a unit of which nobody was reached."""
    silent = await unanswered(session, circular.id or 0)
    for one in silent:
        reached = await _was_reached(session, one)
        move(session, one, RecipientState.SILENT if reached else RecipientState.UNREACHED, SCHEDULE, now)
    move(session, circular, CircularState.CLOSED, SCHEDULE, now)
    await note(session, SCHEDULE, "circular_closed", f"circular:{circular.id}", now, silent=len(silent))


async def _was_reached(session: AsyncSession, recipient: Recipient) -> bool:
    """Whether the paper or its reminder was sent to somebody of the unit itself."""
    seats = await session.exec(select(Seat.id).where(Seat.unit_id == recipient.unit_id))
    sent = select(Message.id).where(
        col(Message.key).startswith(key_to(recipient.circular_id, recipient.unit_id), autoescape=True),
        Message.state == DeliveryState.SENT,
        col(Message.owner).in_([f"seat:{seat_id}" for seat_id in seats]),
    )
    return (await session.exec(sent.limit(1))).first() is not None


async def _compile(session: AsyncSession, rules: Rules, circular: Circular, now: datetime) -> None:
    plan = await plan_of(session)
    if plan is None:
        return
    circular.compiled_at = now
    session.add(circular)
    lines = await answers_to(session, circular.id or 0)
    show = show_opinions(circular.id or 0, sum(line.files for line in lines))
    facts = table_facts(rules, circular, lines)
    key = f"circular-table/{circular.id}"
    letter = Letter(plan.office_id, Role.OFFICE, "other", key, facts, show, template="circular-table")
    await (await PostRoom.open(session)).post(session, [letter], now)
