"""The cases before the bureau, each with all its grounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case as either
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from database.types import Instant
from register.people import names_of
from register.rules import Rules
from register.states import CaseState, Cause, DutyState, RequestState, Verdict
from register.tables import Case, Climb, Completion, Duty, Milestone, Report, Request, Round, Task, Unit

_STANDING = (Verdict.WAITING, Verdict.ACCEPTED)
_OF_A_DAY = (Cause.OVERDUE, Cause.MISSING)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why the unit stands there: one climb. ``since`` is the due date, the round's close, or the second return."""

    climb_id: int
    cause: Cause
    task: int
    title: str
    milestone: int | None
    quarter: str | None
    since: date
    remedied_at: datetime | None
    """When the unit did what was missing: claimed the duty that is claimed or closed now, or answered the request."""
    stands: DutyState | RequestState | None = None
    """As the register has it now: what was asked and not answered, else the duty."""

    def days_late(self, rules: Rules, now: datetime) -> int:
        """Calendar days from ``since`` until it was remedied, or until now; none where no day has passed by."""
        if self.cause not in _OF_A_DAY:
            return 0
        return max(0, (rules.today(self.remedied_at or now) - self.since).days)


@dataclass(frozen=True, slots=True)
class CaseLine:
    case_id: int
    version: int
    state: CaseState
    unit: str
    unit_id: int
    leading_body: bool
    proposed_on: date
    hold_until: date | None
    reason: str | None
    decided_by: str
    decided_at: datetime | None
    talk_at: datetime | None
    talk_place: str | None
    talk_with: str | None
    rectify: str | None
    rectify_by: date | None
    grounds: tuple[Ground, ...]


IN_ORDER = (
    CaseState.PROPOSED,
    CaseState.CHECKING,
    CaseState.NOTIFIED,
    CaseState.ACCEPTED,
    CaseState.RECTIFYING,
    CaseState.HELD,
)
"""The states of cases that have not ended: what waits for the bureau comes before what waits for others."""


async def open_cases(session: AsyncSession) -> list[CaseLine]:
    """The cases that have not ended, by state, then the oldest first."""
    rows = await session.exec(
        select(Case).where(col(Case.state).in_(IN_ORDER)).order_by(col(Case.proposed_on), col(Case.id))
    )
    return await case_lines(session, sorted(rows, key=lambda case: IN_ORDER.index(case.state)))


async def case_line(session: AsyncSession, case_id: int) -> CaseLine | None:
    """The case; None when there is none."""
    found = await session.get(Case, case_id)
    return (await case_lines(session, [found]))[0] if found is not None else None


async def last_talk_place(session: AsyncSession) -> str | None:
    """Where the talk that was arranged last is held; None before the first."""
    held = select(Case.talk_place).where(col(Case.talk_place).is_not(None)).order_by(col(Case.talk_at).desc())
    return (await session.exec(held.limit(1))).first()


async def grounds_of(session: AsyncSession, case_ids: Sequence[int]) -> dict[int, list[Ground]]:
    """The grounds of each case, by task."""
    rows = await session.exec(
        select(Climb, Task, Milestone.ordinal, Round.quarter)
        .join(Task, col(Task.id) == col(Climb.task_id))
        .outerjoin(Duty, col(Duty.id) == col(Climb.duty_id))
        .outerjoin(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .outerjoin(Round, col(Round.id) == col(Climb.round_id))
        .where(col(Climb.case_id).in_(case_ids))
        .order_by(col(Task.number), col(Climb.id))
    )
    now = await _standing_now(session, case_ids)
    found: dict[int, list[Ground]] = {case_id: [] for case_id in case_ids}
    for climb, task, ordinal, quarter in rows:
        climb_id = climb.id or 0
        found[climb.case_id or 0].append(
            Ground(climb_id, climb.cause, task.number, task.title, ordinal, quarter, climb.base, *now[climb_id])
        )
    return found


async def _standing_now(
    session: AsyncSession, case_ids: Sequence[int]
) -> dict[int, tuple[datetime | None, DutyState | RequestState | None]]:
    """When each ground was remedied, and how it stands."""
    waiting = (
        select(func.max(Completion.claimed_at))
        .where(Completion.duty_id == Climb.duty_id, Completion.verdict == Verdict.WAITING)
        .scalar_subquery()
    )
    filed_again = (
        select(func.max(Report.filed_at))
        .where(Report.request_id == Climb.request_id, col(Report.verdict).in_(_STANDING))
        .scalar_subquery()
    )
    answered = either((col(Climb.cause) == Cause.RETURNS, filed_again), else_=col(Request.answered_at))
    rows = await session.exec(
        select(
            Climb.id,
            func.coalesce(answered, Duty.met_at, waiting, type_=Instant()),
            col(Duty.state),
            col(Request.state),
        )
        .outerjoin(Duty, col(Duty.id) == col(Climb.duty_id))
        .outerjoin(Request, col(Request.id) == col(Climb.request_id))
        .where(col(Climb.case_id).in_(case_ids))
    )
    return {climb_id or 0: (at, asked or duty) for climb_id, at, duty, asked in rows}


async def case_lines(session: AsyncSession, cases: Sequence[Case]) -> list[CaseLine]:
    """These cases as they are shown, in their order."""
    if not cases:
        return []
    grounds = await grounds_of(session, [case.id or 0 for case in cases])
    names = await names_of(session, {case.decided_by for case in cases})
    concerned = select(Unit).where(col(Unit.id).in_({case.unit_id for case in cases}))
    units = {unit.id: unit for unit in await session.exec(concerned)}
    return [_line(case, units[case.unit_id], grounds[case.id or 0], names) for case in cases]


def _line(case: Case, unit: Unit, grounds: list[Ground], names: Mapping[int | None, str]) -> CaseLine:
    return CaseLine(
        case_id=case.id or 0,
        version=case.version,
        state=case.state,
        unit=unit.name,
        unit_id=case.unit_id,
        leading_body=unit.leading_body,
        proposed_on=case.proposed_on,
        hold_until=case.hold_until,
        reason=case.reason,
        decided_by=names.get(case.decided_by, ""),
        decided_at=case.decided_at,
        talk_at=case.talk_at,
        talk_place=case.talk_place,
        talk_with=case.talk_with,
        rectify=case.rectify,
        rectify_by=case.rectify_by,
        grounds=tuple(grounds),
    )
