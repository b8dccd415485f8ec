"""Difficulties that units put to the office, in a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from register.coordinations import SaidLine, coordination_lines, what_was_said
from register.rules import Rules
from register.states import CoordinationState
from register.tables.coordinations import Said


@dataclass(frozen=True, slots=True)
class DifficultyFacts:
    """What was put last and what was answered last; ``times`` is how often it was put."""

    task: int
    unit: str
    state: CoordinationState
    put_at: datetime
    times: int
    words: str
    answered_at: datetime | None
    answer: str | None

    @property
    def unanswered(self) -> bool:
        return self.state is CoordinationState.OPEN


async def read_difficulties(session: AsyncSession, rules: Rules) -> tuple[DifficultyFacts, ...]:
    """Every difficulty, in the order in which it was put first."""
    lines = sorted(await coordination_lines(session), key=lambda line: line.coordination.id or 0)
    told = await what_was_said(session, [line.coordination.id or 0 for line in lines])
    return tuple(
        _facts(line.task.number, line.unit.name, line.coordination.state, told[line.coordination.id or 0], rules)
        for line in lines
    )


def _facts(task: int, unit: str, state: CoordinationState, said: list[SaidLine], rules: Rules) -> DifficultyFacts:
    put = [one for one in said if one.said in (Said.PUT, Said.AGAIN)]
    answer = next((one for one in reversed(said) if one.said is Said.ANSWERED), None)
    return DifficultyFacts(
        task=task,
        unit=unit,
        state=state,
        put_at=put[0].at.astimezone(rules.timezone),
        times=len(put),
        words=put[-1].words,
        answered_at=answer.at.astimezone(rules.timezone) if answer is not None else None,
        answer=answer.words if answer is not None else None,
    )
