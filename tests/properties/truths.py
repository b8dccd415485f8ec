"""What stays true of every life: no deadline is lost, no step is taken twice, the record fits together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from actions.pack import evidence_pack
from outbox.message import DeliveryState, Message
from register.record import broken_link
from register.states import (
    CaseState,
    ClimbState,
    DutyState,
    ExtensionState,
    RequestState,
    StepOutcome,
    Verdict,
)
from register.tables import Case, Climb, ClimbStep, Completion, Duty, Extension, Milestone, Report, Request
from tests.properties.lives import Lives
from tests.schedules.small import RULES

_CLOSED = (CaseState.DECLINED,)


async def untruths(lives: Lives) -> list[str]:
    """One sentence for each thing that should be true and is not."""
    return [
        *await _deadlines(lives),
        *await _steps(lives),
        *await _verdicts(lives),
        *await _messages(lives),
        *await _evidence(lives),
    ]


async def _deadlines(lives: Lives) -> list[str]:
    """The baseline never moves; each open duty has its next day, and past its date stands on the ladder."""
    milestones, duties = await lives.rows(Milestone), await lives.rows(Duty)
    baselines = {row.id or 0: row.baseline for row in milestones}
    lives.baselines = lives.baselines or baselines
    today = RULES.today(lives.town.now)
    climbing = {(row.duty_id, row.base) for row in await lives.rows(Climb)}
    waiting = {row.duty_id for row in await lives.rows(Extension) if row.state is ExtensionState.WAITING}
    found = [] if baselines == lives.baselines else ["a baseline has moved"]
    for duty in duties:
        if duty.state is DutyState.OPEN and duty.speaks_on is None:
            found.append(f"duty {duty.id} is open and will never be spoken of")
        if _overdue(duty, today) and duty.id not in waiting and (duty.id, duty.due) not in climbing:
            found.append(f"duty {duty.id} is past {duty.due} and nobody climbs")
    return found


def _overdue(duty: Duty, today: date) -> bool:
    """Since yesterday's morning at least: the sweep has seen it."""
    return duty.state is DutyState.OPEN and RULES.calendar.after(duty.due, 1) < today


async def _steps(lives: Lives) -> list[str]:
    """Everybody is reached in this town, so each step of a climb is done once at most."""
    done = Counter((row.climb_id, row.step) for row in await lives.rows(ClimbStep) if row.outcome is StepOutcome.DONE)
    twice = [f"climb {climb} took {step} {count} times" for (climb, step), count in done.items() if count > 1]
    known = {row.id for row in await lives.rows(Case)}
    lost = [
        f"climb {row.id} is proposed in no case"
        for row in await lives.rows(Climb)
        if row.state is ClimbState.PROPOSED and row.case_id not in known
    ]
    return twice + lost


async def _verdicts(lives: Lives) -> list[str]:
    """What waits for the office stands so in both places."""
    claims = Counter(row.duty_id for row in await lives.rows(Completion) if row.verdict is Verdict.WAITING)
    found = [
        f"duty {row.id} is {row.state} with {claims[row.id or 0]} claims waiting"
        for row in await lives.rows(Duty)
        if (row.state is DutyState.CLAIMED) != (claims[row.id or 0] == 1)
    ]
    reports: dict[int, list[Report]] = {}
    for report in await lives.rows(Report):
        reports.setdefault(report.request_id, []).append(report)
    answered = {row.id for row in await lives.rows(Request) if row.state is RequestState.ANSWERED}
    for request, versions in reports.items():
        if [one.version for one in versions] != list(range(1, len(versions) + 1)):
            found.append(f"the versions of request {request} have gaps")
        waiting = sum(one.verdict is Verdict.WAITING for one in versions)
        if waiting > 1 or (waiting and request not in answered):
            found.append(f"request {request} has {waiting} reports waiting")
    return found


async def _messages(lives: Lives) -> Iterator[str]:
    rows = await lives.rows(Message)
    live = Counter(row.key for row in rows if row.state is not DeliveryState.CANCELLED and not row.superseded)
    return (f"{key} is owed {count} times" for key, count in live.items() if count > 1)


async def _evidence(lives: Lives) -> list[str]:
    """Each case can show every step that was taken against the unit; the chain of the record is whole."""
    found = []
    steps = Counter(row.climb_id for row in await lives.rows(ClimbStep))
    climbs = await lives.rows(Climb)
    async with lives.database.reading() as session:
        for case in await lives.rows(Case):
            pack = await evidence_pack(session, RULES, case.id or 0, lives.noon)
            owed = sum(steps[climb.id or 0] for climb in climbs if climb.case_id == case.id)
            if pack is None or not pack.grounds or len(pack.steps) != owed:
                found.append(f"case {case.id} does not show what led to it")
        if (broken := await broken_link(session)) is not None:
            found.append(f"the record is broken at {broken}")
    return found
