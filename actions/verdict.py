"""What both verdicts share: who judges, what is recorded, and how the unit hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.refusal import Refusal
from actions.reviewers import self_reviewed
from actions.tell import Telling, tell
from actions.texts import reason_given, trimmed
from plans.roles import Role
from register.buttons import Offer
from register.people import name_of
from register.record import note
from register.rules import Rules
from register.states import Verdict
from register.tables import Completion, Report
from register.verdicts import judge


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict is on record. ``subject`` is ``report`` or ``completion``."""

    subject: str
    task: int
    title: str
    milestone: int | None
    unit: str
    unit_id: int
    accepted: bool
    reason: str | None
    self_reviewed: bool
    again_by: date | None = None
    """The day by which a returned report is to be filed again."""
    quarter: str | None = None
    due: date | None = None
    """Of the duty that was claimed: a task may have several."""
    late: bool = False


async def pass_verdict(
    session: AsyncSession,
    actor: Actor,
    row: Report | Completion,
    unit_id: int,
    reason: str | None,
    *,
    accept: bool,
    now: datetime,
) -> None:
    """Write the verdict on ``row``, which the caller holds. A return needs its reason; a second verdict is refused."""
    if row.verdict is Verdict.SUPERSEDED:
        raise Refusal("superseded")
    if row.verdict is Verdict.WITHDRAWN:
        raise Refusal("claim-withdrawn", who=await name_of(session, row.verdict_by), when=row.verdict_at)
    if row.verdict is not Verdict.WAITING:
        who = await name_of(session, row.verdict_by)
        raise Refusal("already-judged", who=who, when=row.verdict_at, accepted=int(row.verdict is Verdict.ACCEPTED))
    row.self_reviewed = await self_reviewed(session, actor, unit_id)
    row.verdict_reason = (trimmed(reason or "") or None) if accept else reason_given(reason)
    row.verdict_by, row.verdict_at = actor.person, now
    judge(session, row, Verdict.ACCEPTED if accept else Verdict.RETURNED, actor.label, now)


async def record(session: AsyncSession, actor: Actor, judged: Judged, row_id: int, now: datetime) -> None:
    """The audit note of the verdict."""
    await note(
        session,
        actor.label,
        f"{judged.subject}_{'accepted' if judged.accepted else 'returned'}",
        f"{judged.subject}:{row_id}",
        now,
        task=judged.task,
        milestone=judged.milestone,
        unit=judged.unit,
        reason=judged.reason,
        self_reviewed=judged.self_reviewed,
    )


async def tell_unit(
    session: AsyncSession, rules: Rules, judged: Judged, row_id: int, again: Offer | None, now: datetime
) -> None:
    """The verdict to the unit's contact, with the button to try again."""
    verdict = Telling(
        judged.unit_id,
        Role.CONTACT,
        key=f"verdict/{judged.subject}-{row_id}",
        kind="verdict",
        template="verdict",
        facts=_facts(judged, now),
        offers=[[again]] if again is not None else (),
    )
    await tell(session, rules, verdict, now)


def again_by(rules: Rules, now: datetime) -> date:
    """The day by which a report returned ``now`` is to be filed again."""
    return rules.calendar.after(rules.today(now), rules.policy.round.returned_again_within)


def item_of(judged: Judged) -> dict[str, Any]:
    """The line of a message that says which task, milestone and unit was judged."""
    return {
        "task": judged.task,
        "milestone": judged.milestone if judged.subject == "completion" else None,
        "why": "accepted" if judged.accepted else "returned",
        "title": judged.title,
        "about": judged.unit,
    }


def _facts(judged: Judged, now: datetime) -> dict[str, Any]:
    return {
        "items": [item_of(judged)],
        "subject": judged.subject,
        "accepted": judged.accepted,
        "reason": judged.reason,
        "again_by": judged.again_by.isoformat() if judged.again_by is not None else None,
        "quarter": judged.quarter,
        "due": judged.due.isoformat() if judged.due is not None else None,
        "late": judged.late,
        "self_reviewed": judged.self_reviewed,
        "when": now.isoformat(),
    }
