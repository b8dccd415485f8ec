"""Targets are asked of their owners with the reports of the round: a line in the digest, never a message per target."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.figures import Reach, reach
from register.tables import Round, TargetRecord, TargetReport, TargetRequest
from register.targets import TargetLine, target_lines
from schedules.morning import Item, Morning

_IN_FORCE = col(TargetRecord.dropped_on).is_(None)


async def ask_targets(morning: Morning, opened: Round) -> None:
    """One request per target. What was met by its day is not asked for any more."""
    records = await morning.session.exec(select(TargetRecord).where(_IN_FORCE).order_by(col(TargetRecord.id)))
    done = await _met_for_good(morning)
    morning.session.add_all(
        TargetRequest(
            round_id=opened.id or 0,
            target_id=record.id or 0,
            unit_id=record.owner_id,
            name=record.name,
            measure=record.measure,
            minimum=record.minimum,
            maximum=record.maximum,
            due=record.due,
        )
        for record in records
        if record.id not in done
    )
    await morning.session.flush()
    await tell_targets(morning, opened)


async def tell_targets(morning: Morning, collecting: Round) -> None:
    """Put what is still owed into the owners' digests; what a changed plan dropped is not asked for again."""
    in_force = select(TargetRecord.id).where(_IN_FORCE)
    for line in await target_lines(
        morning.session, col(TargetRequest.round_id) == collecting.id, col(TargetRequest.target_id).in_(in_force)
    ):
        if line.owed:
            morning.targets.setdefault(line.unit_id, []).append(_item(line))


def _item(line: TargetLine) -> Item:
    return {
        "request": line.request_id,
        "name": line.name,
        "measure": line.measure,
        "quarter": line.quarter,
        "due": line.closes_on.isoformat(),
    }


async def given_targets(session: AsyncSession, requests: set[int]) -> set[int]:
    """Those of the questions whose figures have come in."""
    return set(await session.exec(select(TargetReport.request_id).where(col(TargetReport.request_id).in_(requests))))


async def _met_for_good(morning: Morning) -> set[int]:
    """The targets whose day has passed and whose last figure met them."""
    rows = await morning.session.exec(select(TargetRequest.id, TargetRequest.target_id).order_by(col(TargetRequest.id)))
    target_of = dict(rows.all())
    last = {target_of[line.request_id]: line for line in await target_lines(morning.session)}
    return {
        target
        for target, line in last.items()
        if line.due is not None
        and line.due < morning.day
        and reach(line.value, line.minimum, line.maximum, line.due, morning.day) in (Reach.MET, Reach.ABOVE)
    }
