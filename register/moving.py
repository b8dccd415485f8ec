"""What follows when a due date moves or an item is taken up again: reminders and ladder look at it anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.locks import locked_one
from register.record import move
from register.rules import Rules
from register.states import Cause, ClimbState, DutyState
from register.tables import Climb, Duty, Milestone

_DAY = timedelta(days=1)


def next_look(rules: Rules, now: datetime) -> date:
    """The first morning not yet begun: its sweep finds the marks that hold from then on."""
    today = rules.today(now)
    return today if now < rules.at(today, rules.policy.working_day.speak_at) else today + _DAY


def look_again(session: AsyncSession, rules: Rules, duty: Duty, now: datetime) -> None:
    """The next sweep looks at the duty, whatever mark it would have waited for."""
    look = next_look(rules, now)
    duty.speaks_on = min(duty.speaks_on or look, look)
    session.add(duty)


async def move_due(session: AsyncSession, rules: Rules, duty: Duty, due: date, actor: str, now: datetime) -> None:
    """Give the duty, which the caller holds, its new due date; its milestone is due when the last of its duties is.

    The baseline stays. What climbed because of the old date is withdrawn, on record; what was returned twice has
    nothing to do with dates.
    """
    duty.due, duty.speaks_on = due, next_look(rules, now)
    session.add(duty)
    await session.flush()
    await settle_due(session, rules, duty.milestone_id, now)
    await end_climbs(session, actor, now, col(Climb.duty_id) == duty.id, col(Climb.cause) != Cause.RETURNS)


async def settle_due(session: AsyncSession, rules: Rules, milestone_id: int, now: datetime) -> None:
    """A milestone is due when the last of its duties is; its responsible units are reminded by that date."""
    milestone = await locked_one(session, Milestone, milestone_id)
    in_force = select(func.max(col(Duty.due))).where(Duty.state != DutyState.DROPPED)
    latest = (await session.exec(in_force.where(Duty.milestone_id == milestone.id))).one()
    if latest is not None and latest != milestone.due:
        milestone.due, milestone.support_on = latest, next_look(rules, now)
        session.add(milestone)


async def end_climbs(session: AsyncSession, actor: str, now: datetime, *which: ColumnElement[bool]) -> None:
    """Whose ground is gone climbs no further, on record; what has become a case stays one."""
    climbing = select(Climb).where(Climb.state == ClimbState.CLIMBING, *which).order_by(col(Climb.id))
    for climb in await session.exec(climbing.with_for_update()):
        move(session, climb, ClimbState.WITHDRAWN, actor, now)
