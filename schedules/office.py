"""What the office and the bureau are told of a morning beside the ladder."""

from __future__ import annotations

from sqlmodel import col, select

from plans.roles import Role
from register.buttons import Offer
from register.states import ExtensionState, OutageState, RequestState, Verdict
from register.tables import Completion, Extension, Outage, Report, Request
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
