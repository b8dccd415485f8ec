"""Who is away now, and who sits in meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import AbsenceState
from register.tables import Absence

Away = Mapping[tuple[int, int], int | None]
"""(person, unit) -> who sits in; None where nobody does."""


async def away_now(session: AsyncSession) -> Away:
    """Everybody who is away at this moment."""
    rows = await session.exec(select(Absence).where(Absence.state == AbsenceState.AWAY))
    return {(one.person_id, one.unit_id): one.substitute_id for one in rows}
