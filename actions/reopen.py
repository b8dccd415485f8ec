"""The office takes up a closed duty again (重新办理): what was accepted turned out not to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.reviewers import self_reviewed
from actions.tell import Telling, tell
from actions.texts import reason_given
from plans.roles import Role
from register.buttons import Offer
from register.duties import DutyLine, duty_line
from register.locks import locked
from register.moving import next_look
from register.record import move, note
from register.rules import Rules
from register.states import DutyState
from register.tables import Duty, Reopening


@dataclass(frozen=True, slots=True)
class Reopened:
    """The duty is open again."""

    duty_id: int
    task: int
    title: str
    milestone: int
    unit: str
    unit_id: int
    due: date
    reason: str
    self_reviewed: bool


async def reopen_duty(
    session: AsyncSession, rules: Rules, actor: Actor, duty_id: int, reason: str | None, now: datetime
) -> Reopened:
    """Open a closed duty again, with a reason. The closing and its verdict stay on record; late stays late.

    A ladder that begins because the due date has passed is counted from today: nobody was late meanwhile.
    Refused: anybody but the office, a reviewer of the unit while another could decide, a duty that is not closed.
    """
    await require(session, actor, Act.REOPEN, duty_id)
    await locked(session, Duty, duty_id)
    line = await duty_line(session, duty_id)
    if line is None:
        raise Refusal("duty-unknown")
    duty = line.duty
    if duty.state is not DutyState.CLOSED:
        raise Refusal("duty-not-closed", number=line.task.number, unit=line.unit.name)
    reopening = Reopening(
        duty_id=duty_id,
        at=now,
        by=actor.person,
        reason=reason_given(reason),
        self_reviewed=await self_reviewed(session, actor, duty.unit_id),
        met_at=duty.met_at,
        closed_at=duty.closed_at,
        late=duty.late,
    )
    session.add(reopening)
    move(session, duty, DutyState.OPEN, actor.label, now)
    duty.met_at, duty.closed_at = None, None
    duty.counts_from, duty.speaks_on = rules.today(now), next_look(rules, now)
    await session.flush()
    reopened = _reopened(line, reopening)
    await _note(session, actor, reopened, now)
    await _tell_unit(session, rules, actor, reopened, reopening.id or 0, now)
    return reopened


def _reopened(line: DutyLine, reopening: Reopening) -> Reopened:
    return Reopened(
        duty_id=reopening.duty_id,
        task=line.task.number,
        title=line.task.title,
        milestone=line.milestone.ordinal,
        unit=line.unit.name,
        unit_id=line.duty.unit_id,
        due=line.duty.due,
        reason=reopening.reason,
        self_reviewed=reopening.self_reviewed,
    )


async def _note(session: AsyncSession, actor: Actor, reopened: Reopened, now: datetime) -> None:
    await note(
        session,
        actor.label,
        "duty_reopened",
        f"duty:{reopened.duty_id}",
        now,
        task=reopened.task,
        milestone=reopened.milestone,
        unit=reopened.unit,
        reason=reopened.reason,
        self_reviewed=reopened.self_reviewed,
    )


async def _tell_unit(
    session: AsyncSession, rules: Rules, actor: Actor, reopened: Reopened, number: int, now: datetime
) -> None:
    item = {
        "task": reopened.task,
        "milestone": reopened.milestone,
        "why": "reopened",
        "title": reopened.title,
        "about": reopened.unit,
    }
    facts = (("number", reopened.task),)
    told = Telling(
        reopened.unit_id,
        Role.CONTACT,
        key=f"reopened/{number}",
        kind="verdict",
        template="reopened",
        facts={
            "items": [item],
            "due": reopened.due.isoformat(),
            "days": (reopened.due - rules.today(now)).days,
            "reason": reopened.reason,
            "self_reviewed": reopened.self_reviewed,
            "who": actor.name,
            "when": now.isoformat(),
        },
        offers=[
            [Offer(Act.CLAIM, "claim-again", target=reopened.duty_id, facts=facts)],
            [Offer(Act.OPEN_TASK, "open-task", target=reopened.task, facts=facts)],
        ],
    )
    await tell(session, rules, told, now)
