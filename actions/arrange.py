"""The bureau arranges the talk (约谈): the notice goes to the unit's leader and contact, to be signed for.

A leading body is not talked to: its case is put to the leading group.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.case_file import CaseFile, go_on, open_file
from actions.case_telling import take_back, tell_body, tell_step, tell_unit
from actions.refusal import Refusal
from actions.talk_times import check_talk
from actions.texts import words_needed
from plans.roles import Role
from register.buttons import Offer
from register.case_record import LETTER, last_step, write_step
from register.notices import next_serial
from register.quiet import next_window
from register.rules import Rules
from register.states import CaseState
from register.tables import CaseEvent
from register.tables.notices import Numbered

_SIGNING = ((Offer(Act.SIGN, "sign"),),)


@dataclass(frozen=True, slots=True)
class Appointment:
    """Time, place, and who of the unit is to come."""

    talk_at: datetime
    place: str
    attendees: str


@dataclass(frozen=True, slots=True)
class Arranged:
    case_id: int
    unit: str
    appointment: Appointment | None
    """None: the case was put to the leading group."""
    changed: bool
    """It replaces an earlier appointment."""
    reached: bool
    """False when no seat of the unit can be reached: the notice went to the office."""


async def arrange(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    case_id: int,
    version: int,
    appointment: Appointment,
    now: datetime,
) -> Arranged:
    """Set the talk, or another time for it, and send the notice (约谈通知).

    Refused: anybody but the bureau, a case that waits for something else, a leading body, a wrong time.
    """
    await require(session, actor, Act.CASE_ARRANGE, case_id)
    file = await open_file(session, case_id, version, CaseState.ACCEPTED, CaseState.NOTIFIED)
    if file.leading_body:
        raise Refusal("case-of-leading-body", unit=file.unit)
    check_talk(rules, appointment.talk_at, now)
    place, attendees = words_needed(appointment.place), words_needed(appointment.attendees)
    changed = file.case.state is CaseState.NOTIFIED
    await _forget_notice(session, file, now)
    _notified(session, file, actor, now)
    case = file.case
    case.talk_at, case.talk_place, case.talk_with = appointment.talk_at, place, attendees
    talk_day = rules.today(appointment.talk_at)
    case.sign_by = min(rules.calendar.after(rules.today(next_window(rules, now)), 1), talk_day)
    case.speaks_on = rules.calendar.after(talk_day, 1)
    said = {"talk_at": appointment.talk_at.isoformat(), "place": place, "attendees": attendees}
    said |= await _number(session, rules, now)
    event = CaseEvent.REARRANGED if changed else CaseEvent.ARRANGED
    letter = _letter(file)
    step = await write_step(session, case, event, now, by=actor.person, **said, **{LETTER: letter})
    facts = file.facts(actor, now) | said | {"changed": changed}
    reached = await tell_unit(session, rules, file, letter, "talk-notice", facts, now, kind="notice", offers=_SIGNING)
    await tell_step(session, rules, file, step, actor.name, now)
    return Arranged(case_id, file.unit, Appointment(appointment.talk_at, place, attendees), changed, reached)


async def put_to_group(
    session: AsyncSession, rules: Rules, actor: Actor, case_id: int, version: int, now: datetime
) -> Arranged:
    """Put the case of a leading body to the leading group (提请领导小组研究); the unit is told and signs.

    Refused: anybody but the bureau, a case that waits for something else, any other unit.
    """
    await require(session, actor, Act.CASE_PUT, case_id)
    file = await open_file(session, case_id, version, CaseState.ACCEPTED)
    if not file.leading_body:
        raise Refusal("case-to-be-talked", unit=file.unit)
    _notified(session, file, actor, now)
    file.case.sign_by = rules.calendar.after(rules.today(next_window(rules, now)), 1)
    letter = _letter(file)
    step = await write_step(session, file.case, CaseEvent.PUT, now, by=actor.person, **{LETTER: letter})
    facts = file.facts(actor, now)
    await tell_body(session, rules, Role.LEADING_GROUP, f"case-put/{step.id}", "case-put", facts, now)
    reached = await tell_unit(session, rules, file, letter, "put-notice", facts, now, kind="notice", offers=_SIGNING)
    await tell_step(session, rules, file, step, actor.name, now)
    return Arranged(case_id, file.unit, None, changed=False, reached=reached)


async def _number(session: AsyncSession, rules: Rules, now: datetime) -> dict[str, Any]:
    """Of this notice; one that replaces another is a paper of its own."""
    year = rules.today(now).year
    return {"year": year, "serial": await next_serial(session, Numbered.TALK_NOTICE, year)}


def _notified(session: AsyncSession, file: CaseFile, actor: Actor, now: datetime) -> None:
    if file.case.state is CaseState.ACCEPTED:
        go_on(session, file.case, CaseState.NOTIFIED, actor, now)
        return
    file.case.version += 1
    session.add(file.case)


def _letter(file: CaseFile) -> str:
    return f"talk-notice/case-{file.case_id}/{file.case.version}"


async def _forget_notice(session: AsyncSession, file: CaseFile, now: datetime) -> None:
    """A notice that has not left yet is not sent beside the one that replaces it."""
    before = await last_step(session, file.case_id, CaseEvent.ARRANGED, CaseEvent.REARRANGED)
    if before is not None:
        await take_back(session, [before.facts[LETTER]], "replaced", now)
