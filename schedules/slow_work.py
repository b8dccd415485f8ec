"""Slow and unchanged work is found as a round closes."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from register.climbs import begin
from register.counting import elapsed_share
from register.states import UNMET, Cause, DutyState, RequestState, Verdict
from register.tables import Climb, Duty, Milestone, Report, Request, Round
from schedules.morning import Morning
from schedules.slow import is_slow


async def start_slow(morning: Morning, closed: Round) -> None:
    """Every milestone not yet due whose last percent is behind starts a climb; twice running, the sharper one."""
    earlier = (
        await morning.session.exec(
            select(Round).where(col(Round.closes_on) < closed.closes_on).order_by(col(Round.closes_on).desc()).limit(1)
        )
    ).first()
    for request, duty, due in await _answered(morning, closed):
        percent = await _percent(morning, request, duty.milestone_id, closed)
        if percent is None:
            continue
        before = await _percent_of(morning, request, duty.milestone_id, earlier) if earlier else None
        share = elapsed_share(morning.plan.starts, due, closed.closes_on)
        if is_slow(percent, before, share, morning.rules.policy.slow):
            again = earlier is not None and await _was_slow(morning, duty, earlier)
            begin(morning.session, morning.rules, _climb(request, duty, closed), again=again)


def _climb(request: Request, duty: Duty, closed: Round) -> Climb:
    return Climb(
        key=f"slow/duty-{duty.id}/{closed.quarter}",
        cause=Cause.SLOW,
        unit_id=duty.unit_id,
        task_id=request.task_id,
        duty_id=duty.id,
        round_id=closed.id,
        base=closed.closes_on,
    )


async def _answered(morning: Morning, closed: Round) -> list[tuple[Request, Duty, date]]:
    """The requests that were answered, each with its unit's earliest unmet duty if that is open and not yet due."""
    rows = await morning.session.exec(
        select(Request, Duty)
        .join(Milestone, col(Milestone.task_id) == col(Request.task_id))
        .join(Duty, col(Duty.milestone_id) == col(Milestone.id))
        .where(
            Request.round_id == closed.id,
            Request.state != RequestState.ASKED,
            col(Duty.unit_id) == col(Request.unit_id),
            col(Duty.state).in_(UNMET),
        )
        .order_by(col(Request.id), col(Duty.due))
    )
    first: dict[int, tuple[Request, Duty, date]] = {}
    for request, duty in rows:
        first.setdefault(request.id or 0, (request, duty, duty.due))
    return [
        (request, duty, due)
        for request, duty, due in first.values()
        if duty.state is DutyState.OPEN and due > closed.closes_on
    ]


async def _percent(morning: Morning, request: Request, milestone_id: int, closed: Round) -> int | None:
    """The percent last reported in time and not returned, in this round or, when it was returned, before."""
    rows = await morning.session.exec(
        select(Report.percent)
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Round, col(Round.id) == col(Request.round_id))
        .where(
            Request.unit_id == request.unit_id,
            Report.milestone_id == milestone_id,
            col(Report.in_time),
            Report.verdict != Verdict.RETURNED,
            col(Round.closes_on) <= closed.closes_on,
        )
        .order_by(col(Round.closes_on).desc(), col(Report.version).desc())
        .limit(1)
    )
    return rows.first()


async def _percent_of(morning: Morning, request: Request, milestone_id: int, earlier: Round) -> int | None:
    """What the same unit reported in time of the same milestone in the round before."""
    rows = await morning.session.exec(
        select(Report.percent)
        .join(Request, col(Request.id) == col(Report.request_id))
        .where(
            Request.round_id == earlier.id,
            Request.unit_id == request.unit_id,
            Report.milestone_id == milestone_id,
            col(Report.in_time),
            Report.verdict != Verdict.RETURNED,
        )
        .order_by(col(Report.version).desc())
        .limit(1)
    )
    return rows.first()


async def _was_slow(morning: Morning, duty: Duty, earlier: Round) -> bool:
    key = f"slow/duty-{duty.id}/{earlier.quarter}"
    return (await morning.session.exec(select(Climb.id).where(Climb.key == key))).first() is not None
