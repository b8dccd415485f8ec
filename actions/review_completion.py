"""The office closes a duty whose completion it has verified (办结销号), or returns the claim."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.returned import claim_returned, report_accepted
from actions.review_extension import settle_extension
from actions.verdict import Judged, again_by, pass_verdict, record, tell_unit
from register.buttons import Offer
from register.duties import DutyLine, duty_line
from register.locks import locked_one
from register.outages import too_late
from register.record import move
from register.reports import waiting_versions
from register.rules import Rules
from register.states import ClimbState, DutyState, RequestState
from register.tables import Climb, Completion, Duty, Request


async def judge_completion(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    completion_id: int,
    accept: bool,
    reason: str | None,
    now: datetime,
) -> Judged:
    """Close the duty as met on the day it was claimed, or open it again with a reason.

    Finished late stays finished late. Refused as ``judge_report`` refuses.
    """
    await require(session, actor, Act.ACCEPT_COMPLETION if accept else Act.RETURN_COMPLETION, completion_id)
    known = await session.get(Completion, completion_id)
    if known is None:
        raise Refusal("completion-unknown")
    await locked_one(session, Duty, known.duty_id)
    completion = await locked_one(session, Completion, completion_id)
    line = await duty_line(session, completion.duty_id)
    if line is None:
        raise Refusal("completion-unknown")
    await pass_verdict(session, actor, completion, line.duty.unit_id, reason, accept=accept, now=now)
    asked_again = await _judge_request(session, rules, actor, completion, accept=accept, now=now)
    if accept:
        await _close(session, rules, actor, line.duty, completion, now)
    else:
        move(session, line.duty, DutyState.OPEN, actor.label, now)
        await claim_returned(session, rules, line.duty, line.task.id or 0, now)
    judged = _judged(line, completion, asked_again, accept=accept)
    again = None if accept else Offer(Act.CLAIM, "claim-again", target=line.duty.id, facts=(("number", judged.task),))
    await record(session, actor, judged, completion_id, now)
    await tell_unit(session, rules, judged, completion_id, again, now)
    return judged


async def _judge_request(
    session: AsyncSession, rules: Rules, actor: Actor, completion: Completion, *, accept: bool, now: datetime
) -> date | None:
    """The verdict also falls on the request that the claim answered, unless a report answers it by now."""
    if completion.request_id is None:
        return None
    request = await locked_one(session, Request, completion.request_id)
    if request.state is not RequestState.ANSWERED or await waiting_versions(session, completion.request_id):
        return None
    if accept:
        move(session, request, RequestState.ACCEPTED, actor.label, now)
        await report_accepted(session, request, actor.label, now)
        return None
    move(session, request, RequestState.RETURNED, actor.label, now)
    request.return_again_by = request.granted_until = again_by(rules, now)
    return request.return_again_by


async def _close(
    session: AsyncSession, rules: Rules, actor: Actor, duty: Duty, completion: Completion, now: datetime
) -> None:
    await settle_extension(session, rules, duty, completion.claimed_at, actor.label, now)
    move(session, duty, DutyState.CLOSED, actor.label, now)
    duty.met_at, duty.closed_at = completion.claimed_at, now
    # What was finished late once and taken up again stays finished late.
    duty.late = duty.late or await too_late(session, rules, duty.due, completion.claimed_at)
    climbing = select(Climb).where(Climb.duty_id == duty.id, Climb.state == ClimbState.CLIMBING).with_for_update()
    for climb in await session.exec(climbing):
        move(session, climb, ClimbState.MET, actor.label, now)


def _judged(line: DutyLine, completion: Completion, asked_again: date | None, *, accept: bool) -> Judged:
    return Judged(
        subject="completion",
        task=line.task.number,
        title=line.task.title,
        milestone=line.milestone.ordinal,
        unit=line.unit.name,
        unit_id=line.duty.unit_id,
        accepted=accept,
        reason=completion.verdict_reason,
        self_reviewed=completion.self_reviewed,
        again_by=asked_again,
        due=line.duty.due,
        late=line.duty.late,
    )
