"""The owner of targets gives their figures (填报指标), in versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.drafts import own_draft
from actions.refusal import Refusal
from register.figures import exact
from register.locks import locked_one
from register.record import note
from register.rules import Rules
from register.tables import TargetReport, TargetRequest
from register.targets import TargetLine, targets_beside


@dataclass(frozen=True, slots=True)
class FiguresFiled:
    """The figures are on record; ``lines`` are all of the unit's targets as they stand now."""

    unit: str
    unit_id: int
    quarter: str
    closes_on: date
    in_time: bool
    lines: tuple[TargetLine, ...]


async def openable(session: AsyncSession, rules: Rules, request_id: int, now: datetime) -> Sequence[TargetLine]:
    """The unit's targets of the round, when figures may be given ``now``. Refused: a correction after the close."""
    lines = await targets_beside(session, request_id)
    if not lines:
        raise Refusal("targets-unknown")
    if rules.today(now) > lines[0].closes_on and not any(line.owed for line in lines):
        raise Refusal("targets-closed", closes_on=lines[0].closes_on)
    return lines


async def report_targets(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    request_id: int,
    figures: Mapping[int, Decimal],
    draft_id: int | None,
    now: datetime,
) -> FiguresFiled:
    """File the figures by request; a figure that stays as it was makes no new version.

    Refused: another unit's targets, a draft that has been used up, what changes nothing, and a correction after the
    close. A first figure after the close is taken and marked late.
    """
    await require(session, actor, Act.TARGETS, request_id)
    draft = await own_draft(session, actor, draft_id) if draft_id is not None else None
    if draft_id is not None and draft is None:
        raise Refusal("draft-gone")
    await locked_one(session, TargetRequest, request_id)
    lines = await openable(session, rules, request_id, now)
    in_time = rules.today(now) <= lines[0].closes_on
    new = [line for line in lines if line.request_id in figures and _is_new(line, figures, in_time=in_time)]
    if not new:
        raise Refusal("targets-same")
    for line in new:
        value = exact(figures[line.request_id])
        row = TargetReport(
            request_id=line.request_id,
            version=line.version + 1,
            value=value,
            filed_at=now,
            filed_by=actor.person,
            in_time=in_time,
        )
        session.add(row)
        await _note(session, actor, line, row, now)
    if draft is not None:
        await session.delete(draft)
    await session.flush()
    head = lines[0]
    after = tuple(await targets_beside(session, request_id))
    return FiguresFiled(head.unit, head.unit_id, head.quarter, head.closes_on, in_time, after)


def _is_new(line: TargetLine, figures: Mapping[int, Decimal], *, in_time: bool) -> bool:
    """After the close only what was never given is taken."""
    return line.value != figures[line.request_id] and (in_time or line.owed)


async def _note(session: AsyncSession, actor: Actor, line: TargetLine, row: TargetReport, now: datetime) -> None:
    await note(
        session,
        actor.label,
        "target_reported",
        f"target_request:{line.request_id}",
        now,
        target=line.name,
        unit=line.unit,
        quarter=line.quarter,
        version=row.version,
        value=str(row.value),
        measure=line.measure,
        in_time=row.in_time,
    )
