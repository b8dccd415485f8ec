"""A responsible unit gives its words towards the lead unit's report (配合情况)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.drafts import own_draft
from actions.refusal import Refusal
from actions.texts import trimmed
from register.contributions import contribution_line
from register.locks import locked_one
from register.record import move, note
from register.rules import Rules
from register.states import ContributionState
from register.tables import Contribution


@dataclass(frozen=True, slots=True)
class Contributed:
    """The words are on record and will be offered to the lead unit. ``words`` is empty: nothing this quarter."""

    contribution_id: int
    task: int
    title: str
    unit: str
    quarter: str
    closes_on: date
    words: str
    again: bool


async def contribute(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    contribution_id: int,
    words: str,
    draft_id: int | None,
    now: datetime,
) -> Contributed:
    """Give or replace the words; "" says that there is nothing to be told.

    Refused: the contribution of another unit, a draft that has been used up, anything after the close of the round.
    """
    await require(session, actor, Act.CONTRIBUTE, contribution_id)
    draft = await own_draft(session, actor, draft_id) if draft_id is not None else None
    if draft_id is not None and draft is None:
        raise Refusal("draft-gone")
    line = await contribution_line(session, contribution_id)
    if line is None:
        raise Refusal("request-unknown")
    if line.task.dropped_on is not None:
        raise Refusal("task-dropped", number=line.task.number)
    if rules.today(now) > line.round.closes_on:
        raise Refusal("contribution-closed", closes_on=line.round.closes_on)
    row = await locked_one(session, Contribution, contribution_id)
    again = row.state is ContributionState.GIVEN
    if not again:
        move(session, row, ContributionState.GIVEN, actor.label, now)
    row.words, row.given_at, row.given_by = trimmed(words), now, actor.person
    session.add(row)
    if draft is not None:
        await session.delete(draft)
    facts = {"task": line.task.number, "unit": line.unit.name, "quarter": line.round.quarter}
    await note(session, actor.label, "contributed", f"contribution:{row.id}", now, **facts, words=row.words)
    return Contributed(
        contribution_id=contribution_id,
        task=line.task.number,
        title=line.task.title,
        unit=line.unit.name,
        quarter=line.round.quarter,
        closes_on=line.round.closes_on,
        words=row.words,
        again=again,
    )
