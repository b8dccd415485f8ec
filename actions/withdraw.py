"""A unit takes back (撤回) what waits for the office: a request for a later date, or a completion claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.answering import ask_again
from actions.refusal import Refusal
from actions.review_extension import held_extension
from actions.tell import Telling, tell
from outbox.copies import of_letters
from outbox.enqueue import cancel
from outbox.message import DeliveryState, Message
from plans.roles import Role
from register.duties import DutyLine, duty_line
from register.loading import plan_of
from register.locks import locked_one
from register.moving import look_again
from register.people import name_of
from register.record import move, note
from register.rules import Rules
from register.states import DutyState, ExtensionState, Verdict
from register.tables import Completion, Duty
from register.verdicts import judge


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Taken back, on record. ``subject`` is ``extension`` or ``completion``."""

    subject: str
    row_id: int
    task: int
    title: str
    milestone: int
    unit: str
    due: date


async def extension_waiting(session: AsyncSession, extension_id: int) -> Withdrawn:
    """What would be taken back; Refusal when it waits no more."""
    _extension, line = await held_extension(session, extension_id)
    return _withdrawn("extension", extension_id, line)


async def claim_waiting(session: AsyncSession, completion_id: int) -> Withdrawn:
    """The same of a completion claim."""
    completion = await session.get(Completion, completion_id)
    line = await duty_line(session, completion.duty_id) if completion is not None else None
    if completion is None or line is None:
        raise Refusal("completion-unknown")
    await refuse_judged_claim(session, completion)
    return _withdrawn("completion", completion_id, line)


async def withdraw_extension(
    session: AsyncSession, rules: Rules, actor: Actor, extension_id: int, now: datetime
) -> Withdrawn:
    """The due date stands. Refused: another unit's request, and one that waits no more."""
    await require(session, actor, Act.WITHDRAW_EXTENSION, extension_id)
    extension, line = await held_extension(session, extension_id)
    extension.decided_by, extension.decided_at = actor.person, now
    move(session, extension, ExtensionState.WITHDRAWN, actor.label, now)
    look_again(session, rules, line.duty, now)
    return await _done(session, rules, actor, _withdrawn("extension", extension_id, line), now)


async def withdraw_claim(
    session: AsyncSession, rules: Rules, actor: Actor, completion_id: int, now: datetime
) -> Withdrawn:
    """The duty is open again, and so is the round's request that the claim had answered.

    Refused: another unit's claim, and one that was judged or taken back already.
    """
    await require(session, actor, Act.WITHDRAW_CLAIM, completion_id)
    known = await session.get(Completion, completion_id)
    if known is None:
        raise Refusal("completion-unknown")
    await locked_one(session, Duty, known.duty_id)
    if known.request_id is not None:
        await ask_again(session, rules, known, actor.label, now)
    completion = await locked_one(session, Completion, completion_id)
    await refuse_judged_claim(session, completion)
    line = await duty_line(session, completion.duty_id)
    if line is None:
        raise Refusal("completion-unknown")
    completion.verdict_by, completion.verdict_at = actor.person, now
    judge(session, completion, Verdict.WITHDRAWN, actor.label, now)
    move(session, line.duty, DutyState.OPEN, actor.label, now)
    look_again(session, rules, line.duty, now)
    return await _done(session, rules, actor, _withdrawn("completion", completion_id, line), now)


async def refuse_judged_claim(session: AsyncSession, completion: Completion) -> None:
    """Refusal unless the claim still waits."""
    if completion.verdict is Verdict.WAITING:
        return
    who = await name_of(session, completion.verdict_by)
    raise Refusal("claim-decided", who=who, when=completion.verdict_at, state=completion.verdict.value)


def _withdrawn(subject: str, row_id: int, line: DutyLine) -> Withdrawn:
    return Withdrawn(
        subject, row_id, line.task.number, line.task.title, line.milestone.ordinal, line.unit.name, line.duty.due
    )


async def _done(session: AsyncSession, rules: Rules, actor: Actor, withdrawn: Withdrawn, now: datetime) -> Withdrawn:
    await note(
        session,
        actor.label,
        f"{withdrawn.subject}_withdrawn",
        f"{withdrawn.subject}:{withdrawn.row_id}",
        now,
        task=withdrawn.task,
        milestone=withdrawn.milestone,
        unit=withdrawn.unit,
    )
    if not await _unread(session, f"{withdrawn.subject}/{withdrawn.row_id}", now):
        await _tell_office(session, rules, actor, withdrawn, now)
    return withdrawn


async def _unread(session: AsyncSession, letter: str, now: datetime) -> bool:
    """Take back the cards that have not begun to leave; True when the office has seen none."""
    rows = await session.exec(
        select(Message).where(
            of_letters(col(Message.key), [letter]),
            col(Message.part) == 1,
            col(Message.state) != DeliveryState.CANCELLED,
        )
    )
    cards = list(rows)
    taken = await cancel(session, keys=[card.key for card in cards], reason="withdrawn", now=now)
    return taken == len(cards)


async def _tell_office(session: AsyncSession, rules: Rules, actor: Actor, withdrawn: Withdrawn, now: datetime) -> None:
    plan = await plan_of(session)
    if plan is None:
        return
    item = {
        "task": withdrawn.task,
        "milestone": withdrawn.milestone,
        "why": "withdrawn",
        "title": withdrawn.title,
        "about": withdrawn.unit,
    }
    told = Telling(
        plan.office_id,
        Role.OFFICE,
        key=f"withdrawn/{withdrawn.subject}-{withdrawn.row_id}",
        kind="other",
        template="withdrawn",
        facts={"items": [item], "subject": withdrawn.subject, "who": actor.name, "when": now.isoformat()},
    )
    await tell(session, rules, told, now)
