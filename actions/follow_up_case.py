"""A closed case is looked at again later (跟踪问效)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.case_file import open_file
from actions.case_telling import tell_step
from actions.texts import words_needed
from register.case_record import write_step
from register.rules import Rules
from register.states import CaseState
from register.tables import CaseEvent, CaseStep


async def follow_up(
    session: AsyncSession, rules: Rules, actor: Actor, case_id: int, words: str, now: datetime
) -> CaseStep:
    """Note what a later look at a closed case found; the office is told. Refused: anybody but the bureau."""
    await require(session, actor, Act.CASE_FOLLOW_UP, case_id)
    file = await open_file(session, case_id, None, CaseState.CLOSED)
    step = await write_step(session, file.case, CaseEvent.FOLLOWED_UP, now, by=actor.person, words=words_needed(words))
    await tell_step(session, rules, file, step, actor.name, now)
    return step
