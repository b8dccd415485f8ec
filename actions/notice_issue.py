"""A second person signs a paper off (核签): in one transaction it is numbered, frozen and sent."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.acts import Act
from actions.notice_file import READER, Wording, addressees, facts_about, go_on, open_notice, readers_of, units_of
from actions.notice_submit import tell_body
from actions.refusal import Refusal
from actions.tell import Telling, tell
from plans.roles import Role
from register.notice_check import ISSUED
from register.notice_offers import below_letter
from register.notices import first_reminder, letter_to, next_serial, seal_notice
from register.people import name_of
from register.record import note
from register.rules import Rules
from register.states import NoticeState
from register.tables import Notice, NoticeCopy, Unit
from register.tables.notices import NoticeKind, Numbered


async def may_sign_off(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    notice_id: int,
    version: int,
    now: datetime,
) -> Notice:
    """The paper, held until the act ends.

    Refused: all but office and leading group, a paper that is not submitted, an old button, and everybody who had a
    hand in it, however few the office are.
    """
    notice = await open_notice(session, actor, Act.NOTICE_SIGN_OFF, notice_id, version, NoticeState.SUBMITTED)
    if actor.person in notice.hands:
        raise Refusal("notice-own-hand", who=await name_of(session, notice.submitted_by))
    return notice


async def sign_off(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    notice_id: int,
    version: int,
    now: datetime,
    wording: Wording,
) -> Notice:
    """Number, freeze and send the paper. Refused as ``may_sign_off`` is."""
    notice = await may_sign_off(session, rules, actor, notice_id, version, now)
    await _freeze(session, rules, notice, actor, now, wording)
    go_on(session, notice, NoticeState.ISSUED, actor, now)
    units = await readers_of(session, notice)
    await note(
        session,
        actor.label,
        ISSUED,
        f"notice:{notice_id}",
        now,
        kind=notice.kind.value,
        number=notice.number,
        digest=notice.digest,
        units=[unit.name for unit in units],
    )
    for unit in units:
        await _send(session, rules, notice, unit, now)
    facts = facts_about(notice) | {"who": actor.name, "units": [unit.name for unit in units]}
    await tell_body(session, rules, Role.OFFICE, notice, "notice-signed-off", facts, now, but=actor)
    return notice


async def _freeze(
    session: AsyncSession, rules: Rules, notice: Notice, actor: Actor, now: datetime, wording: Wording
) -> None:
    notice.issued_at, notice.issued_on, notice.issued_by = now, rules.today(now), actor.person
    notice.year = notice.issued_on.year
    notice.units = await units_of(session, notice)
    notice.serial = await next_serial(session, Numbered(notice.kind.value), notice.year)
    notice.number = wording.number(notice.kind, notice.year, notice.serial)
    notice.text, notice.file = await wording.paper(notice, await addressees(session, notice))
    if notice.kind is NoticeKind.NOTICE:
        notice.public_text, notice.public_file = await wording.public_paper(notice)
    notice.digest = seal_notice(notice)


async def _send(session: AsyncSession, rules: Rules, notice: Notice, unit: Unit, now: datetime) -> None:
    """The unit gets the frozen text, to be signed for; where nobody of it can be reached, the office gets it."""
    unit_id = unit.id or 0
    reached = await tell(session, rules, letter(notice, unit_id), now)
    copy = NoticeCopy(notice_id=notice.id or 0, unit_id=unit_id, reached=not reached.instead)
    if notice.kind is NoticeKind.NOTICE:
        copy.remind_on = first_reminder(rules, now)
    session.add(copy)


def letter(notice: Notice, unit_id: int, asked_at: datetime | None = None) -> Telling:
    """The paper as a message to the unit; ``asked_at`` when its reader has just asked for it."""
    facts = facts_about(notice) | {"text": notice.text}
    role, key = READER[notice.kind], letter_to(notice.id or 0, unit_id)
    offers = below_letter(notice)
    return Telling(unit_id, role, key, notice.kind.value, "notice-issued", facts, offers, not_before=asked_at)
