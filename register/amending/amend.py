"""A changed plan is carried out: compared, weighed and written in the one transaction that the caller opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.blueprint import Blueprint
from plans.compare import Comparison
from register.amending.extensions import bring_extensions
from register.amending.head import bring_head, bring_targets
from register.amending.preview import Preview, number_of, preview
from register.amending.tasks import bring_task
from register.amending.units import bring_units
from register.amending.work import Work
from register.rules import Rules
from register.stakes import CaseAtStake
from register.tables import Amendment, PlanRecord, Task
from register.taking_part import make_seats
from register.turns import MORNING, take_turn
from register.writing import write_parts


class RegisterMoved(Exception):  # noqa: N818 - an answer: somebody else was faster
    """Another change was applied since the register was looked at."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.revision = revision


class NotAgreed(Exception):  # noqa: N818 - an answer to the person who applies the file
    """The plan cannot be taken over as it is, or what it would do was not agreed to: see the preview."""

    def __init__(self, found: Preview, ends: frozenset[int], late: frozenset[int]) -> None:
        super().__init__("not agreed")
        self.found, self.ends, self.late = found, ends, late


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A checked plan file; ``fingerprint`` is the SHA-256 of its bytes."""

    blueprint: Blueprint
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Consent:
    """``seen``: the revision that was looked at. ``drop`` and ``overdue``: tasks named on the command line."""

    seen: int
    drop: Collection[int] = ()
    overdue: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Amended:
    """What was done. ``work`` is None when the file says nothing else than the register."""

    found: Preview
    work: Work | None

    @property
    def cases(self) -> list[tuple[int, CaseAtStake]]:
        """Open cases, with the task, whose ground the plan has taken away: people decide what becomes of them."""
        names = self.found.comparison.renamed
        return [
            (number_of(change), case)
            for change in self.found.comparison.tasks
            for case in self.found.stakes[number_of(change)].cases
            if change.after is None or names.get(case.unit, case.unit) not in change.after.leads
        ]


async def amend(session: AsyncSession, rules: Rules, new: NewPlan, consent: Consent, now: datetime) -> Amended:
    """Bring the register up to ``new``. RegisterMoved or NotAgreed: nothing was changed.

    No morning is worked off meanwhile, and of two changes at once the second sees what the first has done.
    """
    await take_turn(session, MORNING)
    plan = (await session.exec(select(PlanRecord).with_for_update().execution_options(populate_existing=True))).one()
    found = await preview(session, plan, new.blueprint, rules.today(now))
    if found.revision != consent.seen:
        raise RegisterMoved(found.revision)
    _check(found, consent)
    plan.fingerprint = new.fingerprint
    session.add(plan)
    if found.comparison.empty:
        return Amended(found, None)
    counts = counts_of(found.comparison)
    amendment = Amendment(revision=found.revision + 1, fingerprint=new.fingerprint, at=now, counts=counts)
    session.add(amendment)
    await session.flush()
    work = Work(session, rules, plan, amendment, now, new.blueprint.head.ends)
    await _carry_out(work, found.comparison, new.blueprint)
    return Amended(found, work)


def _check(found: Preview, consent: Consent) -> None:
    ends, late = found.ends - set(consent.drop), found.late.keys() - set(consent.overdue)
    if found.comparison.objections or ends or late:
        raise NotAgreed(found, ends, frozenset(late))


async def _carry_out(work: Work, changes: Comparison, after: Blueprint) -> None:
    work.record("plan_amended", f"plan:{work.plan.code}", **work.amendment.counts)
    await bring_units(work, changes, after)
    for change in changes.tasks:
        await bring_task(work, change)
    if changes.reordered:
        rows = {row.number: row for row in await work.session.exec(select(Task))}
        for task in after.tasks:
            await write_parts(work.session, rows[task.number], task, work.units)
    await bring_targets(work, changes.targets)
    await bring_extensions(work, changes.head)
    await bring_head(work, changes.head)
    await work.session.flush()
    await make_seats(work.session, work.plan)
    await work.session.flush()


def counts_of(changes: Comparison) -> dict[str, int]:
    """How much of each kind, by the names of ``docs/reference.md``; kinds without any are left out."""
    counts: Counter[str] = Counter()
    for one in changes.tasks:
        counts["tasks_added"] += one.before is None
        counts["tasks_restored"] += one.restored
        counts["tasks_dropped"] += one.after is None
        counts["tasks_changed"] += bool(one.before and one.after and not one.restored)
        counts["deadlines_moved"] += sum(
            bool(mark.before and mark.after and mark.before.due != mark.after.due) for mark in one.milestones
        )
    counts["units"] = len(changes.units)
    counts["targets"] = len(changes.targets)
    counts["head"] = int(changes.head is not None)
    counts["order"] = int(changes.reordered)
    return {kind: count for kind, count in counts.items() if count}
