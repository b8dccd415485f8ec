"""Requests for a later due date (延期), as rules and acts ask for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import ExtensionState
from register.tables import Extension


async def waiting_extension(session: AsyncSession, duty_id: int) -> Extension | None:
    """The duty's request that nobody has decided yet; there is one at most."""
    waiting = select(Extension).where(Extension.duty_id == duty_id, Extension.state == ExtensionState.WAITING)
    return (await session.exec(waiting)).one_or_none()


async def duties_in_doubt(session: AsyncSession) -> frozenset[int]:
    """The duties whose due date may yet move: asked in time, not decided. Nobody is accused over them meanwhile."""
    return frozenset(await session.exec(select(Extension.duty_id).where(Extension.state == ExtensionState.WAITING)))


async def extensions_of(session: AsyncSession, duty_ids: Collection[int]) -> Sequence[Extension]:
    """Every request about these duties, the oldest first."""
    asked = select(Extension).where(col(Extension.duty_id).in_(duty_ids)).order_by(col(Extension.id))
    return (await session.exec(asked)).all()


def may_be_extended(due: date, today: date, plan_ends: date) -> bool:
    """Whether to offer it today: not after the due date, and with time left in the plan."""
    return today <= due < plan_ends


def binding_date(due: date, granted: date | None, plan_ends: date) -> date:
    """The plan's own date, or a later one that was granted; but no extension outlasts the plan."""
    return due if granted is None else max(due, min(granted, plan_ends))


async def granted_until(session: AsyncSession, duty_ids: Collection[int]) -> dict[int, date]:
    """Duty -> the date of its last approved extension, for those that have one."""
    approved = (one for one in await extensions_of(session, duty_ids) if one.state is ExtensionState.APPROVED)
    return {one.duty_id: one.due_asked for one in approved}
