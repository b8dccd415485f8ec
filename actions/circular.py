"""The office sends a paper to chosen units with a time limit (征求意见, 会议通知, 文件签收)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.drafts import own_draft, use_up
from actions.refusal import Refusal
from actions.tell import Telling, tell
from actions.texts import words_needed
from plans.roles import Role
from register.circulars import key_to, local, possible_recipients, ways_to_reply
from register.people import reach
from register.quiet import next_window
from register.record import note
from register.rules import Rules
from register.tables import Circular, Recipient, Unit
from register.tables.circulars import CircularKind
from register.views.circulars import paper_facts


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be sent."""

    kind: CircularKind
    title: str
    words: str
    units: Sequence[int]
    due: datetime


@dataclass(frozen=True, slots=True)
class Sending:
    """What sending will do, or did."""

    units: tuple[str, ...]
    unreachable: tuple[str, ...]
    """Units of which nobody can be reached now: the office has to tell them in another way."""
    leaves_at: datetime
    remind_on: date | None


async def preview_circular(session: AsyncSession, rules: Rules, actor: Actor, paper: Paper, now: datetime) -> Sending:
    """Whom it would reach, and when. Refused: anybody but the office, no units, and a limit that cannot be kept."""
    await require(session, actor, Act.CIRCULAR_CONFIRM)
    refuse_past(rules, paper.due, now)
    units = await _units(session, paper)
    unreachable = [unit.name for unit in units if (await reach(session, unit.id or 0, Role.CONTACT)).instead]
    names = tuple(unit.name for unit in units)
    return Sending(names, tuple(unreachable), next_window(rules, now), reminder_day(rules, paper.due, now))


async def send_circular(
    session: AsyncSession, rules: Rules, actor: Actor, paper: Paper, draft_id: int, now: datetime
) -> Sending:
    """Put the circular on record, one row per unit, and tell each unit. Refused as the preview is, and twice."""
    sending = await preview_circular(session, rules, actor, paper, now)
    draft = await own_draft(session, actor, draft_id)
    if draft is None:
        raise Refusal("draft-gone")
    circular = Circular(
        kind=paper.kind,
        title=words_needed(paper.title),
        words=words_needed(paper.words),
        due=paper.due,
        remind_on=sending.remind_on,
        sent_at=now,
        sent_by=actor.person,
    )
    session.add(circular)
    await session.flush()
    files = await use_up(session, draft, circular)
    for unit in await _units(session, paper):
        await _send_to(session, rules, circular, unit, files, now)
    await note(
        session,
        actor.label,
        "circular_sent",
        f"circular:{circular.id}",
        now,
        kind=circular.kind.value,
        title=circular.title,
        due=circular.due.isoformat(),
        units=list(sending.units),
        files=files,
    )
    return sending


async def _units(session: AsyncSession, paper: Paper) -> list[Unit]:
    chosen = [unit for unit in await possible_recipients(session) if unit.id in set(paper.units)]
    if not chosen:
        raise Refusal("circular-no-units")
    return chosen


def refuse_past(rules: Rules, due: datetime, now: datetime) -> None:
    """Refusal unless the units will have the paper before its limit."""
    if due <= now:
        raise Refusal("limit-past", due=local(rules, due))
    if due <= (leaves := next_window(rules, now)):
        raise Refusal("limit-too-soon", due=local(rules, due), leaves=local(rules, leaves))


def reminder_day(rules: Rules, due: datetime, now: datetime) -> date | None:
    """The working day before the limit; None when its morning comes before the paper itself."""
    day = rules.calendar.on_or_before(rules.today(due) - timedelta(days=1))
    speaks = rules.at(day, rules.policy.working_day.speak_at)
    return day if speaks > next_window(rules, now) else None


async def _send_to(
    session: AsyncSession, rules: Rules, circular: Circular, unit: Unit, files: int, now: datetime
) -> None:
    recipient = Recipient(circular_id=circular.id or 0, unit_id=unit.id or 0)
    session.add(recipient)
    await session.flush()
    key = key_to(circular.id or 0, unit.id or 0)
    facts = paper_facts(rules, circular, files) | {"recipient": recipient.id, "unit": unit.name}
    offers = ways_to_reply(circular.kind, recipient.id or 0, recipient.version, files)
    telling = Telling(unit.id or 0, Role.CONTACT, f"{key}paper", "circular", "circular", facts, offers)
    await tell(session, rules, telling, now)


async def circular_of(session: AsyncSession, circular_id: int) -> Circular:
    """The circular; Refusal when there is none."""
    found = (await session.exec(select(Circular).where(col(Circular.id) == circular_id))).one_or_none()
    if found is None:
        raise Refusal("circular-unknown")
    return found
