"""An outage in which messages may have been lost: units are asked to send again, the office checks and lets go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.tell import Telling, tell
from plans.roles import Role
from register.buttons import Offer
from register.circulars import units_asked
from register.loading import plan_of
from register.locks import locked
from register.outages import DAYS_TO_REPEAT
from register.people import name_of
from register.record import move, note
from register.reports import OWED
from register.rules import Rules
from register.states import DutyState, OutageState, RoundState
from register.tables import Duty, Outage, Request, Round

NOTICED = "outage-noticed"


async def notice_outage(session: AsyncSession, since: datetime, until: datetime, *, rules: Rules) -> None:
    """Put the gap on record, ask the open units to send again, and stop the ladder until the office has checked.

    The same gap is noticed once, however often the program starts after it.
    """
    known = await session.exec(select(Outage.id).where(Outage.since == since))
    plan = await plan_of(session)
    if known.first() is not None or plan is None:
        return
    outage = Outage(since=since, until=until)
    session.add(outage)
    await session.flush()
    await note(session, "service", "outage_noticed", f"outage:{outage.id}", until, since=since.isoformat())
    await _keep_rounds_open(session, rules, until)
    units = await _open_units(session, rules, until)
    facts = {"since": since.isoformat(), "until": until.isoformat(), "units": len(units)}
    offer = [[Offer(Act.RESUME_LADDER, "resume-ladder", outage.id)]]
    office = Telling(plan.office_id, Role.OFFICE, f"outage/{outage.id}", "other", NOTICED, facts, offer)
    await tell(session, rules, office, until)
    for unit_id in units:
        await tell(session, rules, _asked_again(unit_id, outage, facts), until)


def _asked_again(unit_id: int, outage: Outage, facts: dict[str, Any]) -> Telling:
    offer = [[Offer(Act.MY_TASKS, "my-tasks")]]
    return Telling(unit_id, Role.CONTACT, f"outage/{outage.id}", "other", "outage-asked", facts, offer)


async def _open_units(session: AsyncSession, rules: Rules, now: datetime) -> list[int]:
    """The units that may have written: a report or an answer is still owed, or a duty is open and due soon or past."""
    soon = rules.today(now) + timedelta(days=rules.policy.lights.yellow_within)
    duties = select(Duty.unit_id).where(Duty.state == DutyState.OPEN, col(Duty.due) <= soon)
    requests = (
        select(Request.unit_id)
        .join(Round, col(Round.id) == col(Request.round_id))
        .where(Round.state == RoundState.OPEN, col(Request.state).in_(OWED))
    )
    return sorted({*await session.exec(duties), *await session.exec(requests), *await units_asked(session)})


async def _keep_rounds_open(session: AsyncSession, rules: Rules, now: datetime) -> None:
    last = rules.calendar.after(rules.today(now), DAYS_TO_REPEAT)
    collecting = await session.exec(select(Round).where(Round.state == RoundState.OPEN, col(Round.closes_on) < last))
    for round_ in collecting:
        round_.closes_on = last
        session.add(round_)


async def resume_ladder(session: AsyncSession, actor: Actor, outage_id: int, now: datetime) -> Outage:
    """The office has checked what was lost: the ladder goes on.

    Refused: anybody but the office, and the second press (who and when is told).
    """
    await require(session, actor, Act.RESUME_LADDER, outage_id)
    outage = await locked(session, Outage, outage_id)
    if outage is None:
        raise Refusal("button-expired")
    if outage.state is OutageState.CHECKED:
        raise Refusal("outage-checked", who=await name_of(session, outage.checked_by), when=outage.checked_at)
    move(session, outage, OutageState.CHECKED, actor.label, now)
    outage.checked_at, outage.checked_by = now, actor.person
    await note(session, actor.label, "outage_checked", f"outage:{outage.id}", now)
    return outage
