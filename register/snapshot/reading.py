"""Read the whole register in a fixed number of statements, however large it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.loading import plan_of
from register.rules import Rules
from register.snapshot.columns import rows_of
from register.snapshot.difficulties import read_difficulties
from register.snapshot.evaluations import read_evaluations
from register.snapshot.facts import Snapshot
from register.snapshot.ladder import read_cases, read_climbs
from register.snapshot.notes import read_notes
from register.snapshot.plan import read_phases, read_tasks, read_titles, read_units
from register.snapshot.rounds import read_rounds
from register.snapshot.targets import read_targets
from register.snapshot.urges import read_urges
from register.tables import Unit


class EmptyRegister(Exception):  # noqa: N818 - an answer to whoever asked too early, not a fault
    """There is no plan yet of which anything could be said."""


async def take_snapshot(session: AsyncSession, rules: Rules, now: datetime) -> Snapshot:
    """The register as it stands; ``now`` decides lights and days late. EmptyRegister when no plan was installed."""
    head = await plan_of(session)
    if head is None:
        raise EmptyRegister("登记簿中还没有方案，请先运行 duban apply 载入方案。")
    bodies = (head.office_id, head.bureau_id, head.leading_group_id, head.consolidator_id)
    named = select(col(Unit.id), col(Unit.name)).where(col(Unit.id).in_(bodies))
    names = {row.id: row.name for row in await rows_of(session, named)}
    cases = await read_cases(session, rules)
    notes = await read_notes(session)
    return Snapshot(
        at=now.astimezone(rules.timezone),
        today=rules.today(now),
        title=head.title,
        code=head.code,
        starts=head.starts,
        ends=head.ends,
        office=names[head.office_id],
        bureau=names[head.bureau_id],
        leading_group=names[head.leading_group_id],
        consolidator=names[head.consolidator_id],
        units=await read_units(session, notes),
        tasks=await read_tasks(session, rules, rules.today(now), notes),
        titles=await read_titles(session),
        rounds=await read_rounds(session, rules),
        climbs=await read_climbs(session, rules, cases),
        cases=tuple(cases.values()),
        targets=await read_targets(session, rules),
        difficulties=await read_difficulties(session, rules),
        phases=await read_phases(session),
        evaluations=await read_evaluations(session),
        urges=await read_urges(session, rules),
    )
