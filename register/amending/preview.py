"""What a changed plan would do to the register, and what a person must agree to first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.blueprint import Blueprint
from plans.compare import Comparison, TaskChange, compare
from register.amending.extensions import Redated, redated
from register.blueprint import revision_of, standing_blueprint
from register.stakes import Stake, stakes_of
from register.tables import PlanRecord


@dataclass(frozen=True, slots=True)
class Preview:
    """``ends`` are the tasks by which open duties would end, ``late`` those with dates that have passed before anybody
    was told them: each needs its number on the command line."""

    revision: int
    fingerprint: str
    comparison: Comparison
    stakes: Mapping[int, Stake]
    ends: frozenset[int]
    late: Mapping[int, Sequence[date]]
    redated: Sequence[Redated]
    last_day: date
    """Of the plan as it would be."""


async def preview(session: AsyncSession, plan: PlanRecord, after: Blueprint, today: date) -> Preview:
    """The comparison of ``after`` with the register as it stands, with what hangs on each task that changes."""
    standing = await standing_blueprint(session, plan)
    found = compare(standing, after)
    moved = await redated(session, standing, found, after)
    numbers = [number_of(change) for change in found.tasks]
    stakes = await stakes_of(session, numbers)
    return Preview(
        revision=await revision_of(session),
        fingerprint=plan.fingerprint,
        comparison=found,
        stakes=stakes,
        ends=frozenset(number_of(one) for one in found.tasks if ends_duties(one, stakes[number_of(one)])),
        late=_late(found, stakes, moved, today),
        redated=moved,
        last_day=after.head.ends,
    )


def number_of(change: TaskChange) -> int:
    task = change.after or change.before
    if task is None:
        raise ValueError("a change of nothing")
    return task.number


def ends_duties(change: TaskChange, stake: Stake) -> bool:
    """The task, or one of its milestones, is dropped while units are still at it."""
    if change.after is None:
        return bool(stake.unmet())
    return any(one.before and not one.after and stake.unmet(one.before.ordinal) for one in change.milestones)


def _late(
    found: Comparison, stakes: Mapping[int, Stake], moved: Sequence[Redated], today: date
) -> dict[int, list[date]]:
    late: dict[int, list[date]] = defaultdict(list)
    for change in found.tasks:
        if dates := _late_dates(change, stakes[number_of(change)], today):
            late[number_of(change)] += dates
    for one in moved:
        if one.due < today and one.due not in late[one.task]:
            late[one.task].append(one.due)
    return {number: dates for number, dates in late.items() if dates}


def _late_dates(change: TaskChange, stake: Stake, today: date) -> list[date]:
    """The dates already past that would fall upon a unit which was never told of them."""
    if change.after is None:
        return []
    fresh = change.restored or change.before is None or bool(change.after.leads.keys() - change.before.leads.keys())
    return [
        one.after.due
        for one in change.milestones
        if one.after
        and one.after.due < today
        and not (one.before and stake.met(one.before.ordinal))
        and (fresh or one.before is None or one.before.due != one.after.due)
    ]
