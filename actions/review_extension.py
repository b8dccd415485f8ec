"""The office approves or refuses a later due date (延期审核)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.reviewers import self_reviewed
from actions.tell import Telling, tell
from actions.texts import reason_given, trimmed
from plans.roles import Role
from register.buttons import Offer
from register.duties import DutyLine, duty_line
from register.extensions import waiting_extension
from register.loading import plan_of
from register.locks import locked_one
from register.moving import look_again, move_due
from register.outages import too_late
from register.people import name_of
from register.record import move, note
from register.rules import Rules
from register.states import ExtensionState
from register.tables import Duty, Extension


@dataclass(frozen=True, slots=True)
class ExtensionJudged:
    """The decision is on record; ``due`` is the date in force from now on."""

    extension_id: int
    task: int
    title: str
    milestone: int
    unit: str
    unit_id: int
    accepted: bool
    baseline: date
    due_before: date
    due_asked: date
    due: date
    reason: str | None
    self_reviewed: bool


async def judge_extension(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    extension_id: int,
    accept: bool,
    words: str | None,
    now: datetime,
) -> ExtensionJudged:
    """Move the due date to the day that was asked, or let it stand, with a reason.

    Refused: anybody but the office, a reviewer of the unit while another could judge, a request decided or withdrawn
    already (who and when is told), a day beyond the plan's end, which may have come nearer since it was asked.
    """
    await require(session, actor, Act.ACCEPT_EXTENSION if accept else Act.RETURN_EXTENSION, extension_id)
    extension, line = await held_extension(session, extension_id)
    if accept:
        await _demand_within_plan(session, extension.due_asked)
    extension.self_reviewed = await self_reviewed(session, actor, line.duty.unit_id)
    extension.decision_note = (trimmed(words or "") or None) if accept else reason_given(words)
    extension.decided_by, extension.decided_at = actor.person, now
    move(session, extension, ExtensionState.APPROVED if accept else ExtensionState.REFUSED, actor.label, now)
    if accept:
        await move_due(session, rules, line.duty, extension.due_asked, actor.label, now)
    else:
        look_again(session, rules, line.duty, now)
    judged = _judged(line, extension, accept=accept)
    await _note(session, actor, judged, now)
    await _tell_unit(session, rules, judged, now)
    return judged


async def held_extension(session: AsyncSession, extension_id: int) -> tuple[Extension, DutyLine]:
    """The waiting request and its duty, both held until the act ends; Refusal when it waits no more."""
    known = await session.get(Extension, extension_id)
    if known is None:
        raise Refusal("extension-unknown")
    await locked_one(session, Duty, known.duty_id)
    extension = await locked_one(session, Extension, extension_id)
    line = await duty_line(session, extension.duty_id)
    if line is None:
        raise Refusal("extension-unknown")
    if extension.state is not ExtensionState.WAITING:
        who = await name_of(session, extension.decided_by)
        raise Refusal("extension-decided", who=who, when=extension.decided_at, state=extension.state.value)
    return extension, line


async def settle_extension(
    session: AsyncSession, rules: Rules, duty: Duty, claimed_at: datetime, actor: str, now: datetime
) -> None:
    """A duty met in time needs no later date: a request that waits is settled.

    Refusal when it would be met late only because nobody has decided the request yet.
    """
    waiting = await waiting_extension(session, duty.id or 0)
    if waiting is None:
        return
    if await too_late(session, rules, duty.due, claimed_at):
        raise Refusal("extension-first")
    waiting.decided_at = now
    move(session, waiting, ExtensionState.WITHDRAWN, actor, now)


async def _demand_within_plan(session: AsyncSession, due_asked: date) -> None:
    plan = await plan_of(session)
    if plan is not None and due_asked > plan.ends:
        raise Refusal("extension-outlasts-plan", due_asked=due_asked, ends=plan.ends)


def _judged(line: DutyLine, extension: Extension, *, accept: bool) -> ExtensionJudged:
    return ExtensionJudged(
        extension_id=extension.id or 0,
        task=line.task.number,
        title=line.task.title,
        milestone=line.milestone.ordinal,
        unit=line.unit.name,
        unit_id=line.duty.unit_id,
        accepted=accept,
        baseline=line.milestone.baseline,
        due_before=extension.due_before,
        due_asked=extension.due_asked,
        due=line.duty.due,
        reason=extension.decision_note,
        self_reviewed=extension.self_reviewed,
    )


async def _note(session: AsyncSession, actor: Actor, judged: ExtensionJudged, now: datetime) -> None:
    await note(
        session,
        actor.label,
        "extension_approved" if judged.accepted else "extension_refused",
        f"extension:{judged.extension_id}",
        now,
        task=judged.task,
        milestone=judged.milestone,
        unit=judged.unit,
        due_before=judged.due_before.isoformat(),
        due=judged.due.isoformat(),
        reason=judged.reason,
        self_reviewed=judged.self_reviewed,
    )


async def _tell_unit(session: AsyncSession, rules: Rules, judged: ExtensionJudged, now: datetime) -> None:
    item = {
        "task": judged.task,
        "milestone": judged.milestone,
        "why": "extended" if judged.accepted else "extension-refused",
        "title": judged.title,
        "about": judged.unit,
    }
    verdict = Telling(
        judged.unit_id,
        Role.CONTACT,
        key=f"verdict/extension-{judged.extension_id}",
        kind="verdict",
        template="extension-verdict",
        facts={
            "items": [item],
            "accepted": judged.accepted,
            "baseline": judged.baseline.isoformat(),
            "due_asked": judged.due_asked.isoformat(),
            "due": judged.due.isoformat(),
            "days": (judged.due - rules.today(now)).days,
            "reason": judged.reason,
            "self_reviewed": judged.self_reviewed,
        },
        offers=[[Offer(Act.OPEN_TASK, "open-task", target=judged.task, facts=(("number", judged.task),))]],
    )
    await tell(session, rules, verdict, now)
