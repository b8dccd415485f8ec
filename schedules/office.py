"""What the office and the bureau are told of a morning beside the ladder."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from plans.roles import Role
from register.buttons import Offer
from register.decisions import decisions
from register.record import SCHEDULE, move, note, seal
from register.states import CaseState, ExtensionState, OutageState, RequestState, Verdict
from register.tables import Case, Completion, Extension, Outage, Report, Request
from register.views.cases import grounds_of
from schedules.letters import Letter
from schedules.morning import Morning


async def review_waiting(morning: Morning) -> list[Letter]:
    """Reports and completions wait for review: told when something new waits, else once a week."""
    oldest_first = await morning.session.exec(
        select(Report.filed_at)
        .join(Request, col(Request.id) == col(Report.request_id))
        .where(Request.state == RequestState.ANSWERED, Report.verdict == Verdict.WAITING)
    )
    reports = list(oldest_first)
    claims = list(
        await morning.session.exec(select(Completion.claimed_at).where(Completion.verdict == Verdict.WAITING))
    )
    asked = select(Extension.asked_at).where(Extension.state == ExtensionState.WAITING)
    extensions = list(await morning.session.exec(asked))
    waiting = reports + claims + extensions
    if not waiting:
        return []
    new = (morning.now - max(waiting)).days < 1
    weekly = morning.rules.calendar.first_of_week(morning.day) == morning.day
    if not (new or weekly):
        return []
    facts = {
        "reports": len(reports),
        "completions": len(claims),
        "extensions": len(extensions),
        "items": [],
        "since": min(waiting).isoformat(),
    }
    office = morning.plan.office_id
    button = [[Offer("review-next", "review-next")]]
    return [
        Letter(office, Role.OFFICE, "other", f"review-waiting/{morning.day}", facts, button, template="review-waiting")
    ]


def undelivered(morning: Morning) -> list[Letter]:
    """Items that nobody of a unit could be told (未送达): the office is told in one message."""
    if not morning.room.unreached:
        return []
    items = [
        item | {"about": morning.unit_name(unit_id)}
        for unit_id, missed in sorted(morning.room.unreached.items())
        for item in missed
    ]
    facts = {"items": items, "day": morning.day.isoformat()}
    return [morning.to_office("other", f"undelivered/{morning.day}", facts, template="undelivered")]


async def unchecked_outages(morning: Morning) -> list[Letter]:
    """The ladder stands still until the office has checked an outage: it is asked again each morning."""
    rows = await morning.session.exec(
        select(Outage).where(Outage.state == OutageState.CHECKING).order_by(col(Outage.id))
    )
    return [_unchecked(morning, outage) for outage in rows if morning.rules.today(outage.until) < morning.day]


def _unchecked(morning: Morning, outage: Outage) -> Letter:
    facts = {"since": outage.since.isoformat(), "until": outage.until.isoformat()}
    button = [[Offer("resume-ladder", "resume-ladder", outage.id)]]
    key = f"outage/{outage.id}/{morning.day}"
    office = morning.plan.office_id
    return Letter(office, Role.OFFICE, "other", key, facts, button, template="outage-unchecked")


async def holds_over(morning: Morning) -> list[Letter]:
    """A hold that has run out brings its case before the bureau again."""
    rows = await morning.session.exec(
        select(Case).where(Case.state == CaseState.HELD, col(Case.hold_until) <= morning.day).order_by(col(Case.id))
    )
    letters = []
    for case in list(rows):
        move(morning.session, case, CaseState.PROPOSED, SCHEDULE, morning.now)
        case.version += 1
        await note(morning.session, SCHEDULE, "hold_over", f"case:{case.id}", morning.now)
        unit = morning.unit_name(case.unit_id)
        grounds = (await grounds_of(morning.session, [case.id or 0]))[case.id or 0]
        leading = morning.room.units[case.unit_id].leading_body
        buttons = decisions(case.id or 0, case.version, unit, leading)
        facts: dict[str, Any] = {
            "unit": unit,
            "proposed_on": case.proposed_on.isoformat(),
            "items": [],
            "reason": case.reason,
            "seal": await seal(morning.session),
            "remedied": all(ground.remedied_at is not None for ground in grounds),
        }
        key = f"hold-over/{case.id}/{morning.day}"
        letters.append(Letter(morning.plan.bureau_id, Role.BUREAU, "other", key, facts, buttons, template="hold-over"))
    return letters
