"""What every act on a notice (通报) or brief (汇报) shares: the paper as it stands, and whom it is for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from plans.roles import Role
from register.circulars import lead_units, possible_recipients
from register.loading import plan_of
from register.locks import locked
from register.notices import Written
from register.people import name_of
from register.record import move
from register.states import NoticeState
from register.tables import Notice, Unit
from register.tables.notices import NoticeKind

UNFINISHED = (NoticeState.DRAFT, NoticeState.SUBMITTED)
"""Not issued yet: it may still change, and is for nobody but those who work on it."""
READER = {NoticeKind.NOTICE: Role.CONTACT, NoticeKind.BRIEF: Role.LEADING_GROUP}
"""The seat of a unit that gets the paper."""


class Wording(Protocol):
    """Who puts a paper into words. Kept out of here, as all words are."""

    def number(self, kind: NoticeKind, year: int, serial: int) -> str:
        """The number as it stands on the paper."""

    async def paper(self, notice: Notice, addressees: str) -> Written:
        """The paper for its readers; ``addressees`` is empty where it goes to all lead units."""

    async def public_paper(self, notice: Notice) -> Written:
        """The paper for everybody."""


async def open_notice(
    session: AsyncSession, actor: Actor, act: Act, notice_id: int, version: int | None, *states: NoticeState
) -> Notice:
    """The paper, held until the act ends, if ``actor`` may do ``act`` and it stands in one of ``states``.

    ``version`` is that of the button, None where any will do. Refused: who may not, an unknown paper, one that has gone
    on (who did it and when is told), an old button.
    """
    await require(session, actor, act, notice_id)
    notice = await locked(session, Notice, notice_id)
    if notice is None:
        raise Refusal("notice-unknown")
    if notice.state not in states:
        raise await gone_on(session, notice)
    if version is not None and notice.version != version:
        raise Refusal("button-old")
    return notice


async def gone_on(session: AsyncSession, notice: Notice) -> Refusal:
    """What stands in the way of an act that came too late: who brought the paper to its state, and when."""
    by, at = {
        NoticeState.DRAFT: (notice.compiled_by, notice.compiled_at),
        NoticeState.SUBMITTED: (notice.submitted_by, notice.submitted_at),
        NoticeState.ISSUED: (notice.issued_by, notice.issued_at),
    }.get(notice.state, (notice.ended_by, notice.ended_at))
    who = await name_of(session, by)
    return Refusal("notice-gone-on", state=notice.state.value, number=notice.number or "", who=who, when=at)


def go_on(session: AsyncSession, notice: Notice, after: NoticeState, actor: Actor, now: datetime) -> None:
    """Move the paper; buttons made before are old from now on."""
    move(session, notice, after, actor.label, now)
    notice.version += 1


def take_part(notice: Notice, actor: Actor) -> None:
    """Remember that this person had a hand in it; a new list, because a changed one would not be noticed."""
    notice.hands = sorted({*notice.hands, actor.person})


async def usual_readers(session: AsyncSession, kind: NoticeKind) -> list[int]:
    """All lead units for a notice, the leading group for a brief."""
    if kind is NoticeKind.BRIEF:
        plan = await plan_of(session)
        return [plan.leading_group_id] if plan is not None else []
    leads = await lead_units(session)
    return [unit.id or 0 for unit in await possible_recipients(session) if unit.id in leads]


async def units_of(session: AsyncSession, notice: Notice) -> list[int]:
    """Whom it is for. A brief that is not issued yet follows the leading group, which a changed plan may move."""
    if notice.kind is NoticeKind.BRIEF and notice.state in UNFINISHED:
        return await usual_readers(session, notice.kind)
    return notice.units


async def readers_of(session: AsyncSession, notice: Notice) -> Sequence[Unit]:
    """The units it is for, in the plan's order."""
    units = await units_of(session, notice)
    rows = await session.exec(select(Unit).where(col(Unit.id).in_(units)).order_by(col(Unit.position)))
    return rows.all()


async def addressees(session: AsyncSession, notice: Notice) -> str:
    """The named units; empty where it goes to those it usually goes to."""
    if await units_of(session, notice) == await usual_readers(session, notice.kind):
        return ""
    return "、".join(unit.name for unit in await readers_of(session, notice))


def facts_about(notice: Notice) -> dict[str, Any]:
    """What every message about the paper says."""
    return {
        "notice": notice.id,
        "kind": notice.kind.value,
        "quarter": notice.quarter,
        "number": notice.number,
        "items": [],
    }
