"""A wrong escalation is withdrawn on record (撤回), never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.case_file import CaseFile, go_on, open_file
from actions.case_telling import take_back, tell_step, tell_unit
from actions.reviewers import deciding_on_own
from actions.texts import reason_given
from plans.roles import Role
from register.case_record import LETTER, write_step
from register.record import move
from register.rules import Rules
from register.states import ENDED, CaseState, ClimbState
from register.tables import CaseEvent, CaseStep, Climb


@dataclass(frozen=True, slots=True)
class Withdrawn:
    case_id: int
    unit: str
    reason: str


async def withdraw_case(
    session: AsyncSession, rules: Rules, actor: Actor, case_id: int, version: int, reason: str | None, now: datetime
) -> Withdrawn:
    """Withdraw the case and all its grounds: none of them climbs again. What has not left yet is not sent.

    Refused: anybody but bureau and office, the unit's own while another could, a case that has ended, an old button, no
    reason.
    """
    place = await require(session, actor, Act.CASE_WITHDRAW, case_id)
    open_states = frozenset(CaseState) - ENDED
    file = await open_file(session, case_id, version, *open_states)
    own = await deciding_on_own(session, actor, place.role, file.case.unit_id)
    words = reason_given(reason)
    go_on(session, file.case, CaseState.WITHDRAWN, actor, now)
    await _withdraw_climbs(session, actor, case_id, now)
    await take_back(session, await _letters(session, file), "withdrawn", now)
    step = await write_step(session, file.case, CaseEvent.WITHDRAWN, now, by=actor.person, words=words, **own)
    facts = file.facts(actor, now) | {"reason": words}
    await tell_unit(session, rules, file, f"case-withdrawn/{step.id}", "case-withdrawn", facts, now)
    other = Role.OFFICE if place.role is Role.BUREAU else Role.BUREAU
    await tell_step(session, rules, file, step, actor.name, now, to=other)
    return Withdrawn(case_id, file.unit, words)


async def _withdraw_climbs(session: AsyncSession, actor: Actor, case_id: int, now: datetime) -> None:
    standing = select(Climb).where(Climb.case_id == case_id, Climb.state == ClimbState.PROPOSED).with_for_update()
    for climb in await session.exec(standing):
        move(session, climb, ClimbState.WITHDRAWN, actor.label, now)


async def _letters(session: AsyncSession, file: CaseFile) -> list[str]:
    steps = (await session.exec(select(CaseStep).where(CaseStep.case_id == file.case_id))).all()
    notices = [step.facts[LETTER] for step in steps if LETTER in step.facts]
    return [*notices, *(f"{subject}/{step.id}" for step in steps for subject in ("talk-result", "case-put"))]
