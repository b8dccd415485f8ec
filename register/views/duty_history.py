"""What became of a duty beside its completion: the later dates that were asked, and the times it was taken up again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.extensions import extensions_of
from register.people import name_of
from register.states import ExtensionState, Verdict
from register.tables import Completion, Extension, Reopening


@dataclass(frozen=True, slots=True)
class ExtensionEntry:
    """A later date that was asked, and what the office said to it."""

    extension_id: int
    due_before: date
    due_asked: date
    state: ExtensionState
    reason: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_note: str | None
    self_reviewed: bool


@dataclass(frozen=True, slots=True)
class ReopeningEntry:
    """A closed duty was taken up again; ``late`` and ``closed_at`` say what the closing had said."""

    at: datetime
    who: str
    reason: str
    closed_at: datetime | None
    late: bool
    self_reviewed: bool


@dataclass(frozen=True, slots=True)
class DutyHistory:
    extensions: tuple[ExtensionEntry, ...] = ()
    reopenings: tuple[ReopeningEntry, ...] = ()
    claim_waiting: int | None = None
    """The completion that waits for the office."""

    @property
    def waiting(self) -> ExtensionEntry | None:
        """The request that nobody has decided yet."""
        return next((one for one in self.extensions if one.state is ExtensionState.WAITING), None)


async def histories(session: AsyncSession, duty_ids: Collection[int]) -> dict[int, DutyHistory]:
    """The history of each duty, the oldest first; also of those without any."""
    extensions: dict[int, list[ExtensionEntry]] = defaultdict(list)
    for one in await extensions_of(session, duty_ids):
        extensions[one.duty_id].append(await _extension(session, one))
    reopenings: dict[int, list[ReopeningEntry]] = defaultdict(list)
    taken_up = select(Reopening).where(col(Reopening.duty_id).in_(duty_ids)).order_by(col(Reopening.id))
    for reopening in list(await session.exec(taken_up)):
        reopenings[reopening.duty_id].append(await _reopening(session, reopening))
    claims = select(Completion.duty_id, Completion.id).where(
        col(Completion.duty_id).in_(duty_ids), Completion.verdict == Verdict.WAITING
    )
    waiting = dict((await session.exec(claims)).all())
    return {
        duty_id: DutyHistory(tuple(extensions[duty_id]), tuple(reopenings[duty_id]), waiting.get(duty_id))
        for duty_id in duty_ids
    }


async def _extension(session: AsyncSession, extension: Extension) -> ExtensionEntry:
    return ExtensionEntry(
        extension_id=extension.id or 0,
        due_before=extension.due_before,
        due_asked=extension.due_asked,
        state=extension.state,
        reason=extension.reason,
        asked_at=extension.asked_at,
        decided_by=await name_of(session, extension.decided_by),
        decided_at=extension.decided_at,
        decision_note=extension.decision_note,
        self_reviewed=extension.self_reviewed,
    )


async def _reopening(session: AsyncSession, reopening: Reopening) -> ReopeningEntry:
    return ReopeningEntry(
        at=reopening.at,
        who=await name_of(session, reopening.by),
        reason=reopening.reason,
        closed_at=reopening.closed_at,
        late=reopening.late,
        self_reviewed=reopening.self_reviewed,
    )
