"""Proposals that wait for the bureau: brought again when a hold is over, and chased once a week (约谈建议待决定)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import col, select

from plans.roles import Role
from register.buttons import Offer
from register.case_offers import named
from register.case_record import write_step
from register.decisions import decisions
from register.record import SCHEDULE, move, seal
from register.states import CaseState
from register.tables import Case, CaseEvent, Checkpoint
from register.views.cases import CaseLine, case_lines
from schedules.case_letters import items_of, line_of, to_body
from schedules.letters import Letter
from schedules.morning import Morning

_CHASED = "undecided-cases"


async def holds_over(morning: Morning) -> list[Letter]:
    """A hold that has run out brings its case before the bureau again."""
    rows = await morning.session.exec(
        select(Case).where(Case.state == CaseState.HELD, col(Case.hold_until) <= morning.day).order_by(col(Case.id))
    )
    return [await _again(morning, case) for case in list(rows)]


async def _again(morning: Morning, case: Case) -> Letter:
    move(morning.session, case, CaseState.PROPOSED, SCHEDULE, morning.now)
    case.version += 1
    await write_step(morning.session, case, CaseEvent.HOLD_OVER, morning.now)
    line = await line_of(morning, case)
    facts = {
        "unit": line.unit,
        "leading_body": line.leading_body,
        "proposed_on": case.proposed_on.isoformat(),
        "items": items_of(line, morning.day),
        "reason": case.reason,
        "seal": await seal(morning.session),
        "remedied": all(ground.remedied_at is not None for ground in line.grounds),
    }
    key = f"hold-over/{case.id}/{morning.day}"
    buttons = decisions(line.case_id, case.version, line.unit, line.leading_body)
    return Letter(morning.plan.bureau_id, Role.BUREAU, "other", key, facts, buttons, template="hold-over")


async def undecided_cases(morning: Morning) -> list[Letter]:
    """Once a week the bureau hears which proposals still wait for its decision, if some are old enough.

    It is told on the first working day of the week, or on the first morning after that which an outage left.
    """
    monday = morning.rules.calendar.first_of_week(morning.day) or morning.day
    told = await morning.session.get(Checkpoint, _CHASED)
    if told is not None and morning.rules.today(told.at) >= monday:
        return []
    after = morning.rules.policy.cases.undecided_after
    proposed = await morning.session.exec(
        select(Case).where(Case.state == CaseState.PROPOSED).order_by(col(Case.proposed_on), col(Case.id))
    )
    old = [case for case in proposed if morning.rules.calendar.between(_since(case), monday) > after]
    if not old:
        return []
    waiting = await case_lines(morning.session, old)
    morning.session.add(_now_told(told, morning))
    facts = {
        "items": [item for case in waiting for item in items_of(case, morning.day)],
        "day": morning.day.isoformat(),
        "after": after,
        "cases": [_undecided(case) for case in waiting],
        "seal": await seal(morning.session),
    }
    rows = [
        [Offer("case-evidence", "case-evidence", one.case_id, one.version, facts=facts)]
        for one, facts in zip(waiting, named(waiting), strict=True)
    ]
    return [to_body(morning, Role.BUREAU, f"{_CHASED}/{morning.day}", "undecided-cases", facts, rows)]


def _now_told(told: Checkpoint | None, morning: Morning) -> Checkpoint:
    if told is None:
        return Checkpoint(name=_CHASED, at=morning.now)
    told.at = morning.now
    return told


def _since(case: Case | CaseLine) -> date:
    """The day from which the decision is awaited: a hold gave the bureau time."""
    return max(case.proposed_on, case.hold_until or case.proposed_on)


def _undecided(case: CaseLine) -> dict[str, Any]:
    return {
        "unit": case.unit,
        "tasks": sorted({ground.task for ground in case.grounds}),
        "proposed": case.proposed_on.isoformat(),
        "since": _since(case).isoformat(),
        "remedied": all(ground.remedied_at is not None for ground in case.grounds),
    }
