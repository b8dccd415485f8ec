"""What the plan says of itself, and its targets."""

from __future__ import annotations

from pydantic_core import to_jsonable_python
from sqlmodel import select

from plans.blueprint import HeadPrint, TargetPrint
from plans.pairing import Change
from plans.roles import Role
from register.amending.work import Work
from register.tables import PhaseRecord, Seat, TargetRecord
from register.writing import target_columns

_SEATS = (("office", Role.OFFICE), ("bureau", Role.BUREAU), ("leading_group", Role.LEADING_GROUP))
_OWN = ("title", "starts", "ends")
_BODIES = ("office", "bureau", "leading_group", "consolidator")


async def bring_head(work: Work, change: Change[HeadPrint] | None) -> None:
    """Title, time and bodies. A body's seat goes to the unit that takes its place, with everything owed to it."""
    if change is None or change.before is None or change.after is None:
        return
    before, after = change.before, change.after
    for name in _OWN:
        setattr(work.plan, name, getattr(after, name))
    for body in _BODIES:
        setattr(work.plan, f"{body}_id", work.units[getattr(after, body)])
    work.session.add(work.plan)
    if before.phases != after.phases:
        await _bring_phases(work, after)
    for body, role in _SEATS:
        old, new = getattr(before, body), getattr(after, body)
        if old != new:
            seat = (
                await work.session.exec(select(Seat).where(Seat.unit_id == work.units[old], Seat.role == role))
            ).one_or_none()
            if seat is not None:
                seat.unit_id = work.units[new]
                work.session.add(seat)
    for name in (*_OWN, *_BODIES, "phases"):
        was, now = to_jsonable_python(getattr(before, name)), to_jsonable_python(getattr(after, name))
        if was != now:
            work.record("plan_head_amended", f"plan:{work.plan.code}", field=name, before=was, after=now)
            told = [before.consolidator, after.consolidator] if name == "consolidator" else []
            work.say({"why": "head-changed", "field": name, "before": was, "after": now}, told)


async def _bring_phases(work: Work, after: HeadPrint) -> None:
    """Nothing refers to a stage: the old ones make way. The audit record keeps them."""
    for row in await work.session.exec(select(PhaseRecord)):
        await work.session.delete(row)
    await work.session.flush()
    work.session.add_all(PhaseRecord(name=one.name, starts=one.starts, ends=one.ends) for one in after.phases)


async def bring_targets(work: Work, changes: tuple[Change[TargetPrint], ...]) -> None:
    """What a round has asked stays as it asked it; the next one asks by the new plan."""
    rows = {row.code: row for row in await work.session.exec(select(TargetRecord))}
    for change in changes:
        target = change.after or change.before
        if target is None:
            continue
        row = rows.get(target.code) or TargetRecord(code=target.code, **target_columns(target, work.units))
        row.sqlmodel_update(target_columns(target, work.units))
        row.dropped_on = work.today if change.after is None else None
        work.session.add(row)
        before, after = to_jsonable_python(change.before), to_jsonable_python(change.after)
        work.record("target_amended", f"target:{target.code}", before=before, after=after)
        why = "target-dropped" if change.after is None else "target-changed" if change.before else "target-added"
        owners = dict.fromkeys(one.owner for one in (change.before, change.after) if one is not None)
        work.say({"why": why, "name": target.name, "owner": target.owner}, owners)
