"""A draft is submitted to be signed off (送签), and comes back: sent back by the second person, or taken back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.acts import Act
from actions.notice_file import facts_about, go_on, open_notice, readers_of, take_part
from actions.refusal import Refusal
from actions.tell import Telling, tell
from actions.texts import reason_given
from plans.roles import Role
from register.loading import plan_of
from register.notice_offers import to_sign_off
from register.people import reach
from register.record import note
from register.rules import Rules
from register.states import NoticeState
from register.tables import Notice, PlanRecord


async def submit(
    session: AsyncSession, rules: Rules, actor: Actor, notice_id: int, version: int, now: datetime
) -> Notice:
    """Ask a second person of the office, or the leading group where nobody else of the office can be reached.

    Refused: anybody but the office, an old button, and a paper that nobody could sign off.
    """
    notice = await open_notice(session, actor, Act.NOTICE_SUBMIT, notice_id, version, NoticeState.DRAFT)
    take_part(notice, actor)
    notice.submitted_at, notice.submitted_by = now, actor.person
    go_on(session, notice, NoticeState.SUBMITTED, actor, now)
    await note(session, actor.label, "notice_submitted", f"notice:{notice_id}", now)
    units = [unit.name for unit in await readers_of(session, notice)]
    facts = facts_about(notice) | {"who": actor.name, "units": units}
    role = await _who_signs_off(session, notice)
    await tell_body(session, rules, role, notice, "notice-to-sign-off", facts, now, offers=True)
    return notice


async def _who_signs_off(session: AsyncSession, notice: Notice) -> Role:
    for role in (Role.OFFICE, Role.LEADING_GROUP):
        if await _asked(session, role) - set(notice.hands):
            return role
    raise Refusal("nobody-signs-off")


async def _asked(session: AsyncSession, role: Role) -> set[int]:
    """The persons of the body whom a message reaches now; who only gets it in their stead may not sign off."""
    plan = await plan_of(session)
    if plan is None:
        return set()
    reached = await reach(session, _unit_of(plan, role), role)
    return set() if reached.instead else {place.person_id for place in reached.places}


def _unit_of(plan: PlanRecord, role: Role) -> int:
    return plan.office_id if role is Role.OFFICE else plan.leading_group_id


async def send_back(
    session: AsyncSession, rules: Rules, actor: Actor, notice_id: int, reason: str, now: datetime
) -> Notice:
    """It is a draft again, and the office hears why. By its own author this takes it back, without another's leave."""
    notice = await open_notice(session, actor, Act.NOTICE_RETURN, notice_id, None, NoticeState.SUBMITTED)
    why = reason_given(reason)
    go_on(session, notice, NoticeState.DRAFT, actor, now)
    await note(session, actor.label, "notice_sent_back", f"notice:{notice_id}", now, reason=why)
    facts = facts_about(notice) | {"who": actor.name, "reason": why}
    await tell_body(session, rules, Role.OFFICE, notice, "notice-sent-back", facts, now, but=actor)
    return notice


async def tell_body(
    session: AsyncSession,
    rules: Rules,
    role: Role,
    notice: Notice,
    template: str,
    facts: dict[str, object],
    now: datetime,
    *,
    offers: bool = False,
    but: Actor | None = None,
) -> None:
    """Tell the office or the leading group of a step; ``offers`` the buttons of the second person."""
    plan = await plan_of(session)
    if plan is None:
        return
    key = f"{template}/{notice.id}/{notice.version}"
    rows = to_sign_off(notice) if offers else []
    not_to = frozenset(notice.hands) if offers else frozenset({but.person} if but is not None else ())
    telling = Telling(_unit_of(plan, role), role, key, "other", template, facts, rows, not_to=not_to)
    await tell(session, rules, telling, now)
