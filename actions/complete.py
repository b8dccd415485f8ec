"""A unit claims that a duty is met (申请办结)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.answering import answer_request
from actions.drafts import own_draft, use_up
from actions.refusal import Facts, Refusal
from actions.tell import Telling, tell
from actions.texts import trimmed
from plans.roles import Role
from register.buttons import Offer
from register.duties import DutyLine, duty_line, returned_because
from register.loading import plan_of
from register.locks import locked_one
from register.outages import too_late
from register.people import name_of
from register.record import move, note
from register.reports import owed_request
from register.rules import Rules
from register.states import DutyState
from register.tables import Completion, Duty, Request


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim waits for the office."""

    completion_id: int
    duty_id: int
    task: int
    title: str
    milestone: int
    wording: str
    result: str | None
    unit: str
    due: date
    late: bool
    files: int
    answered_quarter: str | None
    """The round whose report this claim answered as well."""


async def claim(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    duty_id: int,
    words: str,
    draft_id: int | None,
    now: datetime,
) -> Claimed:
    """Claim a duty as met; it waits for the office, and so does the round's report that it answers.

    Refused: the duty of another unit, one that is claimed or closed already, and a draft that has been used up.
    """
    await require(session, actor, Act.CLAIM, duty_id)
    draft = await own_draft(session, actor, draft_id) if draft_id is not None else None
    await locked_one(session, Duty, duty_id)
    line = await duty_line(session, duty_id)
    if line is None:
        raise Refusal("duty-unknown")
    await _refuse_unless_open(session, line)
    if draft_id is not None and draft is None:
        raise Refusal("draft-gone")
    completion = Completion(duty_id=duty_id, note=trimmed(words), claimed_at=now, claimed_by=actor.person)
    answered = await _answer_round(session, rules, actor, line, completion, now)
    session.add(completion)
    move(session, line.duty, DutyState.CLAIMED, actor.label, now)
    await session.flush()
    files = await use_up(session, draft, completion)
    late = await too_late(session, rules, line.duty.due, now)
    claimed = _claimed(line, completion, files, answered, late=late)
    await _note(session, actor, claimed, now)
    because = await returned_because(session, duty_id)
    await _tell_office(session, rules, actor, claimed, completion.note, because, now)
    return claimed


async def _refuse_unless_open(session: AsyncSession, line: DutyLine) -> None:
    if line.duty.state is DutyState.OPEN:
        return
    if line.duty.state is DutyState.DROPPED:
        raise Refusal("task-dropped", number=line.task.number)
    last = select(Completion).where(Completion.duty_id == line.duty.id).order_by(col(Completion.id).desc()).limit(1)
    completion = (await session.exec(last)).one()
    facts: Facts = {"task": line.task.number, "who": await name_of(session, completion.claimed_by)}
    if line.duty.state is DutyState.CLAIMED:
        raise Refusal("already-claimed", when=completion.claimed_at, **facts)
    raise Refusal("already-closed", when=completion.verdict_at, **facts)


async def _answer_round(
    session: AsyncSession, rules: Rules, actor: Actor, line: DutyLine, completion: Completion, now: datetime
) -> str | None:
    """A claim says more than a report would: the request of the latest round that still waits is answered by it."""
    owed = await owed_request(session, line.milestone.task_id, line.duty.unit_id)
    if owed is None:
        return None
    request = await locked_one(session, Request, owed.request.id or 0)
    late = rules.today(now) > owed.round.closes_on
    await answer_request(session, request, late=late, actor=actor.label, now=now)
    completion.request_id = request.id
    return owed.round.quarter


def _claimed(line: DutyLine, completion: Completion, files: int, answered: str | None, *, late: bool) -> Claimed:
    return Claimed(
        completion_id=completion.id or 0,
        duty_id=completion.duty_id,
        task=line.task.number,
        title=line.task.title,
        milestone=line.milestone.ordinal,
        wording=line.milestone.wording,
        result=line.milestone.result,
        unit=line.unit.name,
        due=line.duty.due,
        late=late,
        files=files,
        answered_quarter=answered,
    )


async def _note(session: AsyncSession, actor: Actor, claimed: Claimed, now: datetime) -> None:
    await note(
        session,
        actor.label,
        "completion_claimed",
        f"duty:{claimed.duty_id}",
        now,
        task=claimed.task,
        milestone=claimed.milestone,
        unit=claimed.unit,
        completion=claimed.completion_id,
        late=claimed.late,
        files=claimed.files,
        answered_quarter=claimed.answered_quarter,
    )


async def _tell_office(
    session: AsyncSession, rules: Rules, actor: Actor, claimed: Claimed, words: str, because: str | None, now: datetime
) -> None:
    plan = await plan_of(session)
    if plan is None:
        return
    item = {
        "task": claimed.task,
        "milestone": claimed.milestone,
        "why": "claimed",
        "title": claimed.title,
        "about": claimed.unit,
    }
    card = Telling(
        plan.office_id,
        Role.OFFICE,
        key=f"completion/{claimed.completion_id}",
        kind="other",
        template="completion-card",
        facts={
            "items": [item],
            "due": claimed.due.isoformat(),
            "result": claimed.result,
            "late": claimed.late,
            "files": claimed.files,
            "words": words,
            "returned_because": because,
            "who": actor.name,
            "when": now.isoformat(),
        },
        offers=[
            [
                Offer(Act.ACCEPT_COMPLETION, "accept-completion", target=claimed.completion_id),
                Offer(Act.RETURN_COMPLETION, "return-completion", target=claimed.completion_id),
            ],
            [Offer(Act.OPEN_COMPLETION, "open-completion", target=claimed.completion_id)],
        ],
    )
    await tell(session, rules, card, now)
