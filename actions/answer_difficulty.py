"""The office answers a difficulty that was put to it (协调答复)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.coordination import Turn, facts_of_turn, held, record_turn, refuse_as_it_stands
from actions.tell import Telling, tell
from actions.texts import words_needed
from plans.roles import Role
from register.buttons import Offer
from register.record import move
from register.rules import Rules
from register.states import CoordinationState
from register.tables.coordinations import Said


async def answer_difficulty(
    session: AsyncSession, rules: Rules, actor: Actor, coordination_id: int, words: str, now: datetime
) -> Turn:
    """Answer in words, which the unit gets at once; it says whether they helped.

    Refused: anybody but the office, empty words, and what a colleague has answered or the unit has settled.
    """
    await require(session, actor, Act.COORDINATION_ANSWER, coordination_id)
    said = words_needed(words)
    line = await held(session, coordination_id)
    if line.coordination.state is not CoordinationState.OPEN:
        await refuse_as_it_stands(session, line.coordination)
    move(session, line.coordination, CoordinationState.ANSWERED, actor.label, now)
    turn = await record_turn(session, actor, line, Said.ANSWERED, said, now)
    settle = Offer(Act.COORDINATION_SETTLE, "coordination-settle", coordination_id)
    again = Offer(Act.COORDINATION_AGAIN, "coordination-again", coordination_id)
    answer = Telling(
        turn.unit_id,
        Role.CONTACT,
        key=f"coordination/{turn.coordination_id}/{turn.step_id}",
        kind="other",
        template="coordination-answered",
        facts=facts_of_turn(actor, turn, now),
        offers=[[settle, again]],
    )
    await tell(session, rules, answer, now)
    return turn
