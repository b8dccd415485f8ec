"""The bureau decides a case (约谈): people decide, the system only proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.case_file import CaseFile, items_of
from actions.case_telling import tell_unit
from actions.refusal import Refusal
from actions.reviewers import deciding_on_own
from actions.tell import Telling, tell
from actions.texts import reason_given, trimmed
from plans.roles import Role
from register.case_record import write_step
from register.loading import plan_of
from register.locks import locked
from register.people import name_of
from register.record import move
from register.rules import Rules
from register.states import AGREED, CaseState
from register.tables import Case, CaseEvent, Unit
from register.views.cases import Ground, grounds_of

HOLD_OFFERED = 10
"""Working days that a hold is offered for."""


class Decision(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    HOLD = "hold"


_STATE = {
    Decision.ACCEPT: CaseState.ACCEPTED,
    Decision.DECLINE: CaseState.DECLINED,
    Decision.HOLD: CaseState.HELD,
}
_EVENT = {
    Decision.ACCEPT: CaseEvent.ACCEPTED,
    Decision.DECLINE: CaseEvent.DECLINED,
    Decision.HOLD: CaseEvent.HELD,
}
_ACT = {Decision.ACCEPT: Act.CASE_ACCEPT, Decision.DECLINE: Act.CASE_DECLINE, Decision.HOLD: Act.CASE_HOLD}


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision on all grounds of a case."""

    case_id: int
    unit: str
    decision: Decision
    grounds: tuple[Ground, ...]
    reason: str | None
    hold_until: date | None
    leading_body: bool
    version: int
    """Of the case from now on."""


def offered_hold(rules: Rules, now: datetime) -> date:
    """The day until which a hold is offered."""
    return rules.calendar.after(rules.today(now), HOLD_OFFERED)


async def decide(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    case_id: int,
    version: int,
    decision: Decision,
    reason: str | None,
    hold_until: date | None,
    now: datetime,
) -> Decided:
    """Decide every ground of the case by one press. ``version`` is that of the case when the button was made.

    Refused: anybody but the bureau, the unit's own while another of the bureau could decide, a case decided already
    (who and when is told), an old button, declining without a reason, holding until a day that is not after today.
    """
    place = await require(session, actor, _ACT[decision], case_id)
    case = await locked(session, Case, case_id)
    if case is None:
        raise Refusal("case-unknown")
    await _refuse_decided(session, case)
    if case.version != version:
        raise Refusal("button-old")
    own = await deciding_on_own(session, actor, place.role, case.unit_id)
    case.reason = reason_given(reason) if decision is Decision.DECLINE else trimmed(reason or "") or None
    case.hold_until = hold_day(rules, hold_until, now) if decision is Decision.HOLD else None
    case.decided_by, case.decided_at, case.version = actor.person, now, version + 1
    move(session, case, _STATE[decision], actor.label, now)
    await session.flush()
    unit = await session.get_one(Unit, case.unit_id)
    grounds = tuple((await grounds_of(session, [case_id]))[case_id])
    decided = Decided(
        case_id, unit.name, decision, grounds, case.reason, case.hold_until, unit.leading_body, case.version
    )
    await _write(session, actor, case, decision, own, now)
    await _tell_office(session, rules, actor, decided, bool(own), now)
    if decision is not Decision.HOLD:
        file = CaseFile(case, unit.name, unit.leading_body, grounds)
        facts = file.facts(actor, now) | {"accepted": decision is Decision.ACCEPT, "reason": case.reason}
        await tell_unit(session, rules, file, f"case-told/{case_id}/{case.version}", "case-told", facts, now)
    return decided


async def _refuse_decided(session: AsyncSession, case: Case) -> None:
    if case.state is CaseState.PROPOSED:
        return
    who = await name_of(session, case.decided_by)
    decision = CaseState.ACCEPTED if case.state in AGREED else case.state
    raise Refusal("case-decided", who=who, when=case.decided_at, decision=decision.value, hold_until=case.hold_until)


def hold_day(rules: Rules, day: date | None, now: datetime) -> date:
    """Refused: no day, or one that is not to come."""
    if day is None:
        raise Refusal("hold-day-needed")
    if day <= rules.today(now):
        raise Refusal("hold-day-past", day=day)
    return day


async def _write(
    session: AsyncSession, actor: Actor, case: Case, decision: Decision, own: dict[str, Any], now: datetime
) -> None:
    until = {"until": case.hold_until.isoformat()} if case.hold_until is not None else {}
    await write_step(session, case, _EVENT[decision], now, by=actor.person, words=case.reason or "", **until, **own)


async def _tell_office(
    session: AsyncSession, rules: Rules, actor: Actor, decided: Decided, own: bool, now: datetime
) -> None:
    plan = await plan_of(session)
    if plan is None:
        return
    facts: dict[str, Any] = {
        "items": items_of(decided.grounds, decided.unit),
        "about": decided.unit,
        "decision": decided.decision.value,
        "self_reviewed": own,
        "leading_body": decided.leading_body,
        "reason": decided.reason,
        "hold_until": decided.hold_until.isoformat() if decided.hold_until is not None else None,
        "who": actor.name,
        "when": now.isoformat(),
    }
    telling = Telling(
        plan.office_id,
        Role.OFFICE,
        key=f"decision/case-{decided.case_id}/{decided.version}",
        kind="other",
        template="decision",
        facts=facts,
    )
    await tell(session, rules, telling, now)
