"""The bureau checks what the unit has mended (整改): the case is closed, or the report goes back with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.case_file import CaseFile, go_on, open_file
from actions.case_telling import tell_step, tell_unit
from actions.reviewers import deciding_on_own
from actions.texts import reason_given
from register.buttons import Offer
from register.case_record import write_step
from register.rules import Rules
from register.states import CaseState
from register.tables import CaseEvent, CaseStep

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Checked:
    case_id: int
    unit: str
    passed: bool
    reason: str | None
    again_by: date | None
    """The day until which the unit has time again."""


async def pass_rectification(
    session: AsyncSession, rules: Rules, actor: Actor, case_id: int, version: int, now: datetime
) -> Checked:
    """What was found is mended: the case is closed.

    Refused: anybody but the bureau, the unit's own while another could check, an old or a second press.
    """
    place = await require(session, actor, Act.CASE_CHECKED, case_id)
    file = await open_file(session, case_id, version, CaseState.CHECKING)
    own = await deciding_on_own(session, actor, place.role, file.case.unit_id)
    go_on(session, file.case, CaseState.CLOSED, actor, now)
    step = await write_step(session, file.case, CaseEvent.PASSED, now, by=actor.person, **own)
    await _tell(session, rules, actor, file, step, now)
    return Checked(case_id, file.unit, passed=True, reason=None, again_by=None)


async def return_rectification(
    session: AsyncSession, rules: Rules, actor: Actor, case_id: int, version: int, reason: str | None, now: datetime
) -> Checked:
    """It is not mended yet. The unit has the rest of its time, and a few working days at least."""
    place = await require(session, actor, Act.CASE_RETURN, case_id)
    file = await open_file(session, case_id, version, CaseState.CHECKING)
    own = await deciding_on_own(session, actor, place.role, file.case.unit_id)
    words = reason_given(reason)
    today = rules.today(now)
    least = rules.calendar.after(today, rules.policy.round.returned_again_within)
    again_by = max(file.case.rectify_by or least, least)
    go_on(session, file.case, CaseState.RECTIFYING, actor, now)
    file.case.rectify_by, file.case.speaks_on = again_by, today + _DAY
    said = {"due": again_by.isoformat(), **own}
    step = await write_step(session, file.case, CaseEvent.RETURNED, now, by=actor.person, words=words, **said)
    await _tell(session, rules, actor, file, step, now)
    return Checked(case_id, file.unit, passed=False, reason=words, again_by=again_by)


async def _tell(
    session: AsyncSession, rules: Rules, actor: Actor, file: CaseFile, step: CaseStep, now: datetime
) -> None:
    passed = step.event is CaseEvent.PASSED
    facts = file.facts(actor, now) | {"passed": passed, "reason": step.words, "due": step.facts.get("due")}
    offers = [] if passed else [[Offer(Act.CASE_RECTIFY, "case-rectify", file.case_id)]]
    key = f"rectification-verdict/{step.id}"
    await tell_unit(session, rules, file, key, "rectification-verdict", facts, now, kind="verdict", offers=offers)
    await tell_step(session, rules, file, step, actor.name, now)
