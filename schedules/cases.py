"""What a morning owes to cases (约谈案件) that go on: signatures, the record of the talk, rectifications."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from plans.roles import Role
from register.case_offers import ways_on
from register.case_record import LETTER, NOTICES, last_step, write_step
from register.states import CaseState
from register.tables import Case, CaseEvent
from register.views.case_history import signed_at
from register.views.cases import CaseLine
from schedules.case_letters import facts_about, line_of, to_body
from schedules.letters import Letter
from schedules.marks import Marks
from schedules.morning import Item, Morning


async def unsigned_notices(morning: Morning) -> list[Letter]:
    """Nobody of the unit has signed for a notice by its morning: bureau and office are told, once."""
    rows = await morning.session.exec(select(Case).where(col(Case.sign_by) <= morning.day).order_by(col(Case.id)))
    letters: list[Letter] = []
    for case in list(rows):
        case.sign_by = None
        morning.session.add(case)
        notice = await last_step(morning.session, case.id or 0, *NOTICES)
        if notice is None or await signed_at(morning.session, [notice.facts[LETTER]]) is not None:
            continue
        await write_step(morning.session, case, CaseEvent.UNSIGNED, morning.now)
        facts = facts_about(morning, await line_of(morning, case)) | {"sent_at": notice.at.isoformat()}
        key = f"unsigned-notice/{case.id}/{morning.day}"
        letters += [to_body(morning, role, key, "unsigned-notice", facts) for role in (Role.BUREAU, Role.OFFICE)]
    return letters


async def cases_that_speak(morning: Morning) -> list[Letter]:
    """Today's reminders of the cases that go on: the talk to be recorded, the rectification in the unit's digest."""
    rows = await morning.session.exec(select(Case).where(col(Case.speaks_on) <= morning.day).order_by(col(Case.id)))
    letters: list[Letter] = []
    for case in list(rows):
        line = await line_of(morning, case)
        if case.state is CaseState.NOTIFIED:
            case.speaks_on = None
            letters.append(_record_asked(morning, line))
        elif case.state is CaseState.RECTIFYING and case.rectify_by is not None:
            letters += await _rectification(morning, case, line, case.rectify_by)
        else:
            case.speaks_on = None
        morning.session.add(case)
    return letters


async def _rectification(morning: Morning, case: Case, line: CaseLine, due: date) -> list[Letter]:
    """Its line in the digest; once it is past due, the bureau and the office hear of it as well."""
    marks = _marks(morning)
    calendar = morning.rules.calendar
    said = marks.latest(due, case.speaks_on or morning.day, morning.day, calendar)
    case.speaks_on = marks.next_day(due, morning.day, calendar)
    if said is None:
        return []
    morning.tell(case.unit_id, _item(line, said.why, due, morning.day))
    if said.why != marks.after:
        return []
    await write_step(morning.session, case, CaseEvent.OVERDUE, morning.now, due=due.isoformat())
    facts = facts_about(morning, line)
    key = f"rectification-overdue/{line.case_id}/{due}"
    return [to_body(morning, role, key, "rectification-overdue", facts) for role in (Role.BUREAU, Role.OFFICE)]


def _marks(morning: Morning) -> Marks:
    return Marks(morning.rules.policy.cases.rectification_marks, "rectify", "rectify-overdue", weekly=False)


def _item(case: CaseLine, why: str, due: date, day: date) -> Item:
    ground = case.grounds[0]
    return {
        "task": ground.task,
        "milestone": None,
        "why": why,
        "title": ground.title,
        "words": case.rectify,
        "due": due.isoformat(),
        "days": (due - day).days,
        "rectify": case.case_id,
    }


def _record_asked(morning: Morning, case: CaseLine) -> Letter:
    rows = ways_on(case.case_id, case.version, case.unit, case.state, case.leading_body)
    key = f"talk-record-asked/{case.case_id}/{morning.day}"
    return to_body(morning, Role.BUREAU, key, "talk-record-asked", facts_about(morning, case), rows)
