"""Issued notices (通报) that a unit has not signed for: a line in its morning digest, never a message of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.notices import first_reminder, signed_by_unit
from register.states import NoticeState
from register.tables import Notice, NoticeCopy, Task, TaskUnit
from register.tables.plan import Part
from schedules.marks import Marks
from schedules.morning import Item, Morning

_WHY = "sign"
_DAY = timedelta(days=1)


async def unsigned_papers(morning: Morning) -> None:
    """Put what is to be signed for into the digests of those, and only those, who have not signed."""
    due = select(NoticeCopy).where(col(NoticeCopy.remind_on) <= morning.day).order_by(col(NoticeCopy.id))
    for copy in list(await morning.session.exec(due)):
        notice = await morning.session.get_one(Notice, copy.notice_id)
        if await _is_waited_for(morning.session, notice, copy):
            copy.remind_on = _next(morning, notice)
            morning.tell(copy.unit_id, await _item(morning, notice, copy))
        else:
            copy.remind_on = None
        morning.session.add(copy)


async def _is_waited_for(session: AsyncSession, notice: Notice, copy: NoticeCopy) -> bool:
    return notice.state is NoticeState.ISSUED and copy.unit_id not in await signed_by_unit(session, copy.notice_id)


def _next(morning: Morning, notice: Notice) -> date | None:
    """Weekly, on the first working day of the week, as what is overdue is said."""
    first = first_reminder(morning.rules, notice.issued_at or morning.now)
    weekly = Marks((), "", _WHY, weekly=True)
    return weekly.next_day(first - _DAY, morning.day, morning.rules.calendar)


async def _item(morning: Morning, notice: Notice, copy: NoticeCopy) -> Item:
    """The line names the first task of the unit, as every line of a digest names one."""
    first, *others = await _tasks_of(morning.session, copy.unit_id)
    issued_on = notice.issued_on or morning.day
    return {
        "task": first.number,
        "milestone": None,
        "why": _WHY,
        "title": first.title,
        "tasks": 1 + len(others),
        "due": issued_on.isoformat(),
        "days": (issued_on - morning.day).days,
        "notice": notice.id,
        "copy": copy.id,
        "kind": notice.kind.value,
        "quarter": notice.quarter,
        "number": notice.number,
    }


async def _tasks_of(session: AsyncSession, unit_id: int) -> Sequence[Task]:
    """Those that the unit leads, else those it contributes to, else all: a notice speaks of the whole plan."""
    every = select(Task).order_by(col(Task.number))
    theirs = every.join(TaskUnit, col(TaskUnit.task_id) == col(Task.id)).where(TaskUnit.unit_id == unit_id)
    for which in (theirs.where(TaskUnit.part == Part.LEAD), theirs):
        if found := (await session.exec(which)).all():
            return found
    return (await session.exec(every)).all()


async def still_unsigned(session: AsyncSession, copies: set[int]) -> set[int | None]:
    """Those of the copies whose units have not signed, and whose paper was not voided."""
    rows = await session.exec(
        select(NoticeCopy)
        .join(Notice, col(Notice.id) == col(NoticeCopy.notice_id))
        .where(col(NoticeCopy.id).in_(copies), Notice.state == NoticeState.ISSUED)
    )
    return {one.id for one in list(rows) if one.unit_id not in await signed_by_unit(session, one.notice_id)}
