"""A unit asks for a later due date (申请延期), before the present one has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.drafts import own_draft
from actions.refusal import Refusal
from actions.tell import Telling, tell
from actions.texts import reason_given
from plans.roles import Role
from register.buttons import Offer
from register.duties import DutyLine, duty_line
from register.extensions import waiting_extension
from register.loading import plan_of
from register.locks import locked_one
from register.outages import too_late
from register.people import name_of
from register.record import note
from register.rules import Rules
from register.states import DutyState
from register.tables import Duty, Extension


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """A request waits for the office; until it is decided nobody is accused over the duty."""

    extension_id: int
    duty_id: int
    task: int
    title: str
    milestone: int
    unit: str
    baseline: date
    due: date
    due_asked: date
    reason: str


@dataclass(frozen=True, slots=True)
class Extendable:
    """A duty whose due date may be asked to move, and the last day that can be asked for."""

    line: DutyLine
    ends: date


async def extendable(session: AsyncSession, rules: Rules, duty_id: int, now: datetime) -> Extendable:
    """The duty, when a request may be made ``now``; else a Refusal that says what can be done instead."""
    line, plan = await duty_line(session, duty_id), await plan_of(session)
    if line is None or plan is None:
        raise Refusal("duty-unknown")
    number, duty = line.task.number, line.duty
    if duty.state is not DutyState.OPEN:
        raise Refusal("extension-not-open", number=number, state=duty.state.value)
    waiting = await waiting_extension(session, duty_id)
    if waiting is not None:
        who = await name_of(session, waiting.asked_by)
        raise Refusal("extension-waiting", number=number, who=who, when=waiting.asked_at, due_asked=waiting.due_asked)
    if await too_late(session, rules, duty.due, now):
        raise Refusal("extension-too-late", number=number, due=duty.due)
    if duty.due >= plan.ends:
        raise Refusal("extension-no-room", number=number, ends=plan.ends)
    return Extendable(line, plan.ends)


def check_due_asked(rules: Rules, due: date, ends: date, asked: date, now: datetime) -> None:
    """Refusal unless ``asked`` lies after the present due date, after today, and within the plan's time."""
    if asked <= max(due, rules.today(now)):
        raise Refusal("extension-not-later", due=max(due, rules.today(now)))
    if asked > ends:
        raise Refusal("extension-beyond-plan", ends=ends)


async def ask_extension(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    duty_id: int,
    due_asked: date,
    reason: str,
    draft_id: int | None,
    now: datetime,
) -> ExtensionAsked:
    """Ask for ``due_asked``; one request waits at a time.

    Refused: the duty of another unit, one that is claimed or closed, a day that has passed or does not lie after the
    due date within the plan's time, a missing reason, and a draft that has been used up.
    """
    await require(session, actor, Act.EXTEND, duty_id)
    draft = await own_draft(session, actor, draft_id) if draft_id is not None else None
    await locked_one(session, Duty, duty_id)
    found = await extendable(session, rules, duty_id, now)
    if draft_id is not None and draft is None:
        raise Refusal("draft-gone")
    check_due_asked(rules, found.line.duty.due, found.ends, due_asked, now)
    extension = Extension(
        duty_id=duty_id,
        due_before=found.line.duty.due,
        due_asked=due_asked,
        reason=reason_given(reason),
        asked_at=now,
        asked_by=actor.person,
    )
    session.add(extension)
    if draft is not None:
        await session.delete(draft)
    await session.flush()
    asked = _asked(found.line, extension)
    await _note(session, actor, asked, now)
    await _tell_office(session, rules, actor, asked, now)
    return asked


def _asked(line: DutyLine, extension: Extension) -> ExtensionAsked:
    return ExtensionAsked(
        extension_id=extension.id or 0,
        duty_id=extension.duty_id,
        task=line.task.number,
        title=line.task.title,
        milestone=line.milestone.ordinal,
        unit=line.unit.name,
        baseline=line.milestone.baseline,
        due=extension.due_before,
        due_asked=extension.due_asked,
        reason=extension.reason,
    )


async def _note(session: AsyncSession, actor: Actor, asked: ExtensionAsked, now: datetime) -> None:
    await note(
        session,
        actor.label,
        "extension_asked",
        f"duty:{asked.duty_id}",
        now,
        task=asked.task,
        milestone=asked.milestone,
        unit=asked.unit,
        extension=asked.extension_id,
        due=asked.due.isoformat(),
        due_asked=asked.due_asked.isoformat(),
        reason=asked.reason,
    )


async def _tell_office(session: AsyncSession, rules: Rules, actor: Actor, asked: ExtensionAsked, now: datetime) -> None:
    plan = await plan_of(session)
    if plan is None:
        return
    item = {"task": asked.task, "milestone": asked.milestone, "why": "extension-asked", "title": asked.title}
    card = Telling(
        plan.office_id,
        Role.OFFICE,
        key=f"extension/{asked.extension_id}",
        kind="other",
        template="extension-card",
        facts={
            "items": [item | {"about": asked.unit}],
            "baseline": asked.baseline.isoformat(),
            "due": asked.due.isoformat(),
            "due_asked": asked.due_asked.isoformat(),
            "days": (asked.due_asked - asked.due).days,
            "day_off": not rules.calendar.is_working(asked.due_asked),
            "reason": asked.reason,
            "who": actor.name,
            "when": now.isoformat(),
        },
        offers=[
            [
                Offer(Act.ACCEPT_EXTENSION, "accept-extension", target=asked.extension_id),
                Offer(Act.RETURN_EXTENSION, "return-extension", target=asked.extension_id),
            ]
        ],
    )
    await tell(session, rules, card, now)
