"""What is returned a second time climbs the ladder; source: the plan's part four (三), 效果不明显."""

from __future__ import annotations

from datetime import datetime, time

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.climbs import begin, has_begun
from register.record import move
from register.rules import Rules
from register.states import Cause, ClimbState, Verdict
from register.tables import Climb, Completion, Duty, Report, Request

_TWICE = 2


async def report_returned(session: AsyncSession, rules: Rules, request: Request, now: datetime) -> None:
    """Count this return of the request's report; the second begins a climb, once."""
    returns = select(func.count(col(Report.id))).where(
        Report.request_id == request.id, Report.verdict == Verdict.RETURNED
    )
    climb = Climb(
        key=f"returned/request-{request.id}",
        cause=Cause.RETURNS,
        unit_id=request.unit_id,
        task_id=request.task_id,
        request_id=request.id,
        round_id=request.round_id,
        base=rules.today(now),
    )
    await _begin_at_the_second((await session.exec(returns)).one(), session, rules, climb)


async def claim_returned(session: AsyncSession, rules: Rules, duty: Duty, task_id: int, now: datetime) -> None:
    """Count this return of the duty's claim, since it was last taken up again; the second begins a climb, once."""
    returns = select(func.count(col(Completion.id))).where(
        Completion.duty_id == duty.id, Completion.verdict == Verdict.RETURNED
    )
    key = f"returned/duty-{duty.id}"
    if duty.counts_from is not None:
        returns = returns.where(Completion.claimed_at >= rules.at(duty.counts_from, time()))
        key += f"/{duty.counts_from}"
    climb = Climb(
        key=key,
        cause=Cause.RETURNS,
        unit_id=duty.unit_id,
        task_id=task_id,
        duty_id=duty.id,
        base=rules.today(now),
    )
    await _begin_at_the_second((await session.exec(returns)).one(), session, rules, climb)


async def report_accepted(session: AsyncSession, request: Request, actor: str, now: datetime) -> None:
    """What its returns began is met."""
    climbing = select(Climb).where(
        Climb.request_id == request.id, Climb.cause == Cause.RETURNS, Climb.state == ClimbState.CLIMBING
    )
    for climb in await session.exec(climbing.with_for_update()):
        move(session, climb, ClimbState.MET, actor, now)


async def _begin_at_the_second(returns: int, session: AsyncSession, rules: Rules, climb: Climb) -> None:
    if returns >= _TWICE and not await has_begun(session, climb.key):
        begin(session, rules, climb)
