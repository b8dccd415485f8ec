"""What every act about a difficulty (提请协调) shares: the row held, one more turn on record, the words for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.refusal import Refusal
from register.coordinations import CoordinationLine, coordination_lines, last_said
from register.locks import locked
from register.record import note
from register.tables import Coordination, CoordinationStep
from register.tables.coordinations import Said


@dataclass(frozen=True, slots=True)
class Turn:
    """One more turn is on record."""

    coordination_id: int
    step_id: int
    said: Said
    task: int
    title: str
    unit: str
    unit_id: int
    words: str


async def held(session: AsyncSession, coordination_id: int) -> CoordinationLine:
    """The difficulty, held until the act ends; Refusal when there is none."""
    if await locked(session, Coordination, coordination_id) is None:
        raise Refusal("coordination-unknown")
    (line,) = await coordination_lines(session, col(Coordination.id) == coordination_id)
    return line


async def refuse_as_it_stands(session: AsyncSession, coordination: Coordination) -> None:
    """Refusal that says who was faster, and when."""
    last = await last_said(session, coordination.id or 0)
    raise Refusal(f"coordination-{coordination.state}", who=last.who, when=last.at)


async def record_turn(
    session: AsyncSession,
    actor: Actor,
    line: CoordinationLine,
    said: Said,
    words: str,
    now: datetime,
    report_id: int | None = None,
) -> Turn:
    """Write the turn down, in the talk and in the audit chain."""
    step = CoordinationStep(
        coordination_id=line.coordination.id or 0,
        said=said,
        words=words,
        report_id=report_id,
        at=now,
        by=actor.person,
    )
    session.add(step)
    await session.flush()
    turn = Turn(
        coordination_id=step.coordination_id,
        step_id=step.id or 0,
        said=said,
        task=line.task.number,
        title=line.task.title,
        unit=line.unit.name,
        unit_id=line.unit.id or 0,
        words=words,
    )
    await note(
        session,
        actor.label,
        f"coordination_{said}",
        f"coordination:{turn.coordination_id}",
        now,
        task=turn.task,
        unit=turn.unit,
        words=words,
    )
    return turn


def facts_of_turn(actor: Actor, turn: Turn, now: datetime) -> dict[str, Any]:
    """What a message says of it."""
    item = {"task": turn.task, "milestone": None, "why": "coordination", "title": turn.title, "about": turn.unit}
    return {
        "items": [item],
        "said": turn.said.value,
        "words": turn.words,
        "who": actor.name,
        "when": now.isoformat(),
    }
