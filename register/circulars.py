"""What holds of a circular: how it may be answered, when an answer is late, whom it can be sent to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.buttons import Offer
from register.rules import Rules
from register.states import CircularState, RecipientState
from register.tables import Circular, Outage, Recipient, Seat, Task, TaskUnit, Unit, UnitMember
from register.tables.circulars import CircularKind, Reply
from register.tables.plan import Part

REPLIES: Mapping[CircularKind, frozenset[Reply]] = {
    CircularKind.OPINIONS: frozenset({Reply.NO_OPINION, Reply.OPINION}),
    CircularKind.MEETING: frozenset({Reply.ATTENDS, Reply.EXCUSED}),
    CircularKind.PAPER: frozenset({Reply.SIGNED}),
}
_ACTS: Mapping[CircularKind, tuple[str, ...]] = {
    CircularKind.OPINIONS: ("reply-no-opinion", "reply-opinion"),
    CircularKind.MEETING: ("reply-attend", "reply-excuse"),
    CircularKind.PAPER: ("reply-sign",),
}


def ways_to_reply(kind: CircularKind, recipient_id: int, version: int, files: int) -> list[list[Offer]]:
    """The buttons below a circular: the answers of its kind, and its files if it has any."""
    answers = [Offer(act, act, recipient_id, version) for act in _ACTS[kind]]
    show = [Offer("show-paper-files", "show-paper-files", recipient_id, facts=(("count", files),))]
    return [answers, show] if files else [answers]


def show_opinions(circular_id: int, files: int) -> list[list[Offer]]:
    """The row with the button that shows the files sent with opinions; none without files."""
    count = (("count", files),)
    return [[Offer("show-opinion-files", "show-opinion-files", circular_id, facts=count)]] if files else []


def key_to(circular_id: int, unit_id: int) -> str:
    """The beginning of the key of every message by which the unit was sent the circular."""
    return f"circular/{circular_id}/{unit_id}/"


def local(rules: Rules, instant: datetime) -> str:
    """The instant as frozen facts keep it: its day is the day that people here call it."""
    return instant.astimezone(rules.timezone).isoformat()


async def came_late(session: AsyncSession, circular: Circular, at: datetime) -> bool:
    """Whether an answer sent at ``at`` came after the limit.

    A limit that fell into an outage of ours excuses everybody until the office has checked the outage.
    """
    if at <= circular.due:
        return False
    outages = await session.exec(select(Outage).where(col(Outage.since) <= circular.due, Outage.until >= circular.due))
    return not any(outage.checked_at is None or at <= outage.checked_at for outage in outages)


async def unanswered(session: AsyncSession, circular_id: int) -> Sequence[Recipient]:
    """The units that have said nothing yet, in the plan's order; held until the act ends."""
    rows = await session.exec(
        select(Recipient)
        .join(Unit, col(Unit.id) == col(Recipient.unit_id))
        .where(Recipient.circular_id == circular_id, Recipient.state == RecipientState.ASKED)
        .order_by(col(Unit.position))
        .with_for_update(of=Recipient)
    )
    return rows.all()


async def units_asked(session: AsyncSession) -> frozenset[int]:
    """Every unit that some circular still waits for."""
    rows = await session.exec(
        select(Recipient.unit_id)
        .join(Circular, col(Circular.id) == col(Recipient.circular_id))
        .where(Recipient.state == RecipientState.ASKED, Circular.state == CircularState.OPEN)
    )
    return frozenset(rows)


async def possible_recipients(session: AsyncSession) -> Sequence[Unit]:
    """The units that have a contact's seat, in the plan's order."""
    rows = await session.exec(
        select(Unit)
        .join(Seat, col(Seat.unit_id) == col(Unit.id))
        .where(Seat.role == Role.CONTACT, col(Unit.dropped_on).is_(None))
        .order_by(col(Unit.position))
    )
    return rows.all()


async def lead_units(session: AsyncSession) -> frozenset[int]:
    """Every unit that leads a task."""
    leading = select(TaskUnit.unit_id).join(Task, col(Task.id) == col(TaskUnit.task_id))
    return frozenset(await session.exec(leading.where(TaskUnit.part == Part.LEAD, col(Task.dropped_on).is_(None))))


async def members_of(session: AsyncSession, unit: Unit) -> list[int]:
    """The units that a name stands for: the members of a collective unit, else the unit itself."""
    if not unit.collective:
        return [unit.id or 0]
    rows = await session.exec(
        select(UnitMember.member_id).where(UnitMember.collective_id == unit.id).order_by(col(UnitMember.position))
    )
    return list(rows)
