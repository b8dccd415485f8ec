"""The office urges the lead units of a task by hand (催办), not too often."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.tell import Telling, tell
from plans.roles import Role
from register.buttons import Offer
from register.people import name_of, reach
from register.quiet import next_window
from register.record import note
from register.rules import Rules
from register.tables import Task, Urge
from register.views.owing import Owing, owing_units

CHANGED = "urge-changed"
"""The refusal of a confirmation that comes on another day, or when the facts have changed."""
_SEEN_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ToUrge:
    """A lead unit that still owes something, and whether its own contact can be reached."""

    owing: Owing
    reachable: bool


@dataclass(frozen=True, slots=True)
class Urging:
    """What an urge will do, or did: one message to each unit, at the first hour when it may be sent."""

    task: int
    title: str
    units: tuple[ToUrge, ...]
    leaves_at: datetime
    seen: str
    """Names what a preview showed and on which day: what is confirmed is what was seen."""


async def preview(session: AsyncSession, rules: Rules, actor: Actor, number: int, now: datetime) -> Urging:
    """Whom an urge would reach. Refused: anybody but the office, a task urged lately, a task that owes nothing."""
    await require(session, actor, Act.URGE, number)
    task = (await session.exec(select(Task).where(Task.number == number))).one_or_none()
    return await _plan(session, rules, task, number, now)


async def urge(session: AsyncSession, rules: Rules, actor: Actor, number: int, seen: str, now: datetime) -> Urging:
    """Urge every lead unit of the task that still owes something.

    Refused as ``preview`` is, and when the preview that was ``seen`` is not what would be done now.
    """
    await require(session, actor, Act.URGE_CONFIRM, number)
    task = (await session.exec(select(Task).where(Task.number == number).with_for_update())).one_or_none()
    urging = await _plan(session, rules, task, number, now)
    if urging.seen != seen:
        raise Refusal(CHANGED)
    for one in urging.units:
        await _urge_unit(session, rules, actor, urging, one, now)
    units = [one.owing.unit for one in urging.units]
    await note(session, actor.label, "urged", f"task:{number}", now, task=number, units=units)
    return urging


async def _plan(session: AsyncSession, rules: Rules, task: Task | None, number: int, now: datetime) -> Urging:
    if task is None:
        raise Refusal("task-unknown", number=number)
    await _refuse_lately(session, rules, task, now)
    owing = await owing_units(session, task.id or 0, rules.today(now))
    if not owing:
        raise Refusal("nobody-to-urge", number=number)
    units = [ToUrge(one, not (await reach(session, one.unit_id, Role.CONTACT)).instead) for one in owing]
    leaves_at = next_window(rules, now)
    held = leaves_at if leaves_at > now else None
    seen = hashlib.sha256(repr((rules.today(now), units, held)).encode()).hexdigest()[:_SEEN_LENGTH]
    return Urging(task.number, task.title, tuple(units), leaves_at, seen)


async def _refuse_lately(session: AsyncSession, rules: Rules, task: Task, now: datetime) -> None:
    newest = select(Urge).where(Urge.task_id == task.id).order_by(col(Urge.at).desc()).limit(1)
    last = (await session.exec(newest)).one_or_none()
    if last is None:
        return
    again: date = rules.today(last.at) + timedelta(days=rules.policy.limits.urge_again_after)
    if rules.today(now) < again:
        raise Refusal(
            "urged-lately", number=task.number, who=await name_of(session, last.by), when=last.at, again=again
        )


async def _urge_unit(
    session: AsyncSession, rules: Rules, actor: Actor, urging: Urging, one: ToUrge, now: datetime
) -> None:
    owing = one.owing
    item = {"task": urging.task, "milestone": owing.milestone, "why": "urge", "title": urging.title}
    # An urge held overnight is pointless once this is met; whoever sends it looks again.
    if owing.duty_id is not None and owing.due is not None:
        item |= {"duty": owing.duty_id, "due": owing.due.isoformat()}
    else:
        item |= {"request": owing.request_id}
    offers = [Offer(Act.OPEN_TASK, "open-task", target=urging.task, facts=(("number", urging.task),))]
    if owing.request_id is not None:
        offers.insert(0, Offer(Act.REPORT, "report", target=owing.request_id, facts=(("number", urging.task),)))
    if owing.duty_id is not None:
        offers.append(Offer(Act.CLAIM, "claim", target=owing.duty_id, facts=(("number", urging.task),)))
    telling = Telling(
        owing.unit_id,
        Role.CONTACT,
        key=f"urge/T{urging.task}/unit-{owing.unit_id}/{rules.today(now)}",
        kind="other",
        template="urge",
        facts={
            "items": [item | {"about": owing.unit}],
            "about": owing.unit,
            "due": owing.due.isoformat() if owing.due is not None else None,
            "days": owing.days_left,
            "quarter": owing.quarter,
        },
        offers=[[button] for button in offers],
    )
    reached = await tell(session, rules, telling, now)
    session.add(
        Urge(task_id=owing.task_id, unit_id=owing.unit_id, at=now, by=actor.person, reached=not reached.instead)
    )
