"""The history of a case (约谈案件): each step, who took it and when, in which words, and who signed for its notice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.case_record import LETTER, NOTICES
from register.people import name_of
from register.tables import CaseEvent, CaseStep, Receipt


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """``facts`` are those that ``CaseEvent`` names; ``signed_at`` is the unit's first signature for a notice."""

    step_id: int
    event: CaseEvent
    at: datetime
    who: str
    words: str
    facts: dict[str, Any]
    notice: bool
    signed_at: datetime | None


async def history_of(session: AsyncSession, case_id: int) -> tuple[HistoryLine, ...]:
    """Every step of the case, the oldest first."""
    steps = await session.exec(select(CaseStep).where(CaseStep.case_id == case_id).order_by(col(CaseStep.id)))
    return tuple([await _line(session, step) for step in steps.all()])


async def _line(session: AsyncSession, step: CaseStep) -> HistoryLine:
    letter = step.facts.get(LETTER)
    return HistoryLine(
        step_id=step.id or 0,
        event=step.event,
        at=step.at,
        who=await name_of(session, step.by),
        words=step.words,
        facts={name: value for name, value in step.facts.items() if name != LETTER},
        notice=step.event in NOTICES,
        signed_at=await signed_at(session, [letter]) if letter else None,
    )


async def signed_at(session: AsyncSession, letters: Collection[str]) -> datetime | None:
    """When somebody first signed for one of the letters, by whichever copy; None when nobody has."""
    ours = [col(Receipt.message_key).startswith(f"{letter}/", autoescape=True) for letter in letters]
    times = [at for one in ours for at in await session.exec(select(Receipt.at).where(one))]
    return min(times, default=None)
