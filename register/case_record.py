"""The one way to write a step of a case: its row and the audit chain move together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.record import SCHEDULE, note
from register.tables import Case, CaseEvent, CaseStep

LETTER = "letter"
"""The fact that names the letter by which a notice went out."""
NOTICES = (CaseEvent.ARRANGED, CaseEvent.REARRANGED, CaseEvent.PUT)


async def write_step(
    session: AsyncSession,
    case: Case,
    event: CaseEvent,
    now: datetime,
    *,
    by: int | None = None,
    words: str = "",
    **facts: Any,
) -> CaseStep:
    """Append the step; ``by`` is the person who did it, None the calendar. ``facts`` must be plain JSON values."""
    step = CaseStep(case_id=case.id or 0, event=event, at=now, by=by, words=words, facts=facts)
    session.add(step)
    await session.flush()
    actor = f"person:{by}" if by is not None else SCHEDULE
    await note(session, actor, f"case_{event}", f"case:{case.id}", now, words=words, **facts)
    return step


async def talk_numbers(session: AsyncSession) -> list[tuple[int, int]]:
    """(year, serial) of every notice of a talk; those of before they were numbered have none."""
    facts = await session.exec(select(CaseStep.facts).where(col(CaseStep.event).in_(NOTICES)))
    return [(one["year"], one["serial"]) for one in facts if "serial" in one]


async def last_step(session: AsyncSession, case_id: int, *events: CaseEvent) -> CaseStep | None:
    """The newest step of the case, or the newest of these; None when there is none."""
    which = [col(CaseStep.event).in_(events)] if events else []
    newest = select(CaseStep).where(CaseStep.case_id == case_id, *which).order_by(col(CaseStep.id).desc()).limit(1)
    return (await session.exec(newest)).one_or_none()
