"""Climbs, their steps, and the cases they ended in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from database.types import Instant
from register.rules import Rules
from register.snapshot.columns import grouped, rows_of
from register.snapshot.facts import CaseFacts, ClimbFacts, StepFacts
from register.snapshot.slow import found_by, read_percents
from register.states import CaseState
from register.tables import Case, CaseEvent, CaseStep, Climb, ClimbStep, Duty, Milestone, Request, Round, Task, Unit


async def read_cases(session: AsyncSession, rules: Rules) -> dict[int, CaseFacts]:
    """Every case by its number, oldest first."""
    rows = await rows_of(
        session,
        select(
            col(Case.id),
            col(Unit.name),
            col(Case.proposed_on),
            col(Case.state),
            col(Case.reason),
            col(Case.hold_until),
            col(Case.decided_at),
            col(Case.talk_at),
            col(Case.rectify_by),
            _last(CaseEvent.ACCEPTED).label("accepted_at"),
            _last(*_ENDING).label("ended_at"),
        )
        .join(Unit, col(Unit.id) == col(Case.unit_id))
        .order_by(col(Case.id)),
    )
    return {
        row.id: CaseFacts(
            number=row.id,
            unit=row.name,
            proposed_on=row.proposed_on,
            state=row.state,
            reason=row.reason,
            hold_until=row.hold_until,
            decided_at=_local(row.decided_at, rules),
            accepted_at=_local(row.accepted_at, rules),
            talk_at=_local(row.talk_at, rules),
            rectify_by=row.rectify_by,
            ended_at=_local(row.ended_at, rules) if row.state in _OVER else None,
        )
        for row in rows
    }


_OVER = (CaseState.CLOSED, CaseState.WITHDRAWN)
_ENDING = (CaseEvent.RECORDED, CaseEvent.PASSED, CaseEvent.WITHDRAWN)
"""A record without anything to mend closes the case."""


def _local(instant: datetime | None, rules: Rules) -> datetime | None:
    return instant.astimezone(rules.timezone) if instant is not None else None


def _last(*events: CaseEvent) -> ScalarSelect[datetime]:
    """When the last of these steps of the case was taken."""
    taken = select(func.max(col(CaseStep.at), type_=Instant()))
    return taken.where(col(CaseStep.case_id) == col(Case.id), col(CaseStep.event).in_(events)).scalar_subquery()


async def read_climbs(session: AsyncSession, rules: Rules, cases: dict[int, CaseFacts]) -> tuple[ClimbFacts, ...]:
    """Every climb in the order of its base day; a missing report's climb is told the quarter of its request."""
    steps = await _steps(session, rules)
    percents = await read_percents(session)
    own = col(Climb.round_id) == col(Round.id)
    asked = col(Request.round_id) == col(Round.id)
    rows = await rows_of(
        session,
        select(
            col(Climb.id),
            col(Climb.cause),
            col(Unit.name),
            col(Task.number),
            col(Milestone.ordinal),
            col(Round.quarter),
            col(Climb.state),
            col(Climb.base),
            col(Climb.case_id),
        )
        .join(Unit, col(Unit.id) == col(Climb.unit_id))
        .join(Task, col(Task.id) == col(Climb.task_id))
        .outerjoin(Duty, col(Duty.id) == col(Climb.duty_id))
        .outerjoin(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .outerjoin(Request, col(Request.id) == col(Climb.request_id))
        .outerjoin(Round, own | asked)
        .order_by(col(Climb.base), col(Task.number), col(Unit.position), col(Climb.id)),
    )
    return tuple(
        ClimbFacts(
            cause=row.cause,
            unit=row.name,
            task=row.number,
            milestone=row.ordinal,
            quarter=row.quarter,
            state=row.state,
            base=row.base,
            steps=tuple(steps[row.id]),
            case=cases.get(row.case_id),
            percent=found_by(percents[row.id], steps[row.id][0].at if steps[row.id] else None),
        )
        for row in rows
    )


async def _steps(session: AsyncSession, rules: Rules) -> dict[int, list[StepFacts]]:
    rows = await rows_of(
        session,
        select(
            col(ClimbStep.climb_id),
            col(ClimbStep.step),
            col(ClimbStep.planned),
            col(ClimbStep.at),
            col(ClimbStep.outcome),
            col(ClimbStep.why_not),
        ).order_by(col(ClimbStep.climb_id), col(ClimbStep.at), col(ClimbStep.id)),
    )
    return grouped(
        (row.climb_id, StepFacts(row.step, row.planned, row.at.astimezone(rules.timezone), row.outcome, row.why_not))
        for row in rows
    )
