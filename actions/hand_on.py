"""Open forms belong to the seat: they go to who takes it over, and nobody keeps one that he or she may not finish."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import RIGHTS, Actor, actor_of, require
from actions.acts import Act
from actions.refusal import Refusal
from register.holdings import Held
from register.tables import Draft, Evidence, Person

_PERSONAL = (Act.ABSENT,)
"""A form about the person: nobody else's."""


async def hand_on_drafts(session: AsyncSession, found: Held, successor: Actor) -> None:
    """What the former holder has begun for the unit is the successor's from now on, with its files."""
    for draft in await _drafts(session, found.person):
        if _speaks_for_unit(draft) and await _may_finish(session, successor, draft):
            await _give(session, draft, successor)
    await session.flush()


async def drop_drafts(session: AsyncSession, person: Person) -> None:
    """End the drafts of acts that the person may not do any more."""
    actor = await actor_of(session, person.telegram_id, person.name, 0)
    for draft in await _drafts(session, person):
        if not await _may_finish(session, actor, draft):
            await _drop(session, draft)


async def _drafts(session: AsyncSession, person: Person) -> Sequence[Draft]:
    rows = select(Draft).where(Draft.person_id == person.id).order_by(col(Draft.id)).with_for_update()
    return (await session.exec(rows)).all()


def _act_of(draft: Draft) -> Act:
    """The act that opened the form."""
    return Act(draft.answers.get("about", {}).get("act", draft.form))


def _speaks_for_unit(draft: Draft) -> bool:
    act = _act_of(draft)
    return act not in _PERSONAL and RIGHTS[act].owners is not None


async def _may_finish(session: AsyncSession, actor: Actor, draft: Draft) -> bool:
    try:
        await require(session, actor, _act_of(draft), draft.target)
    except Refusal:
        return False
    return True


async def _give(session: AsyncSession, draft: Draft, successor: Actor) -> None:
    """One about the same thing that the successor has begun goes before it."""
    known = select(Draft.id).where(
        Draft.chat_id == successor.chat_id,
        Draft.person_id == successor.person_id,
        Draft.form == draft.form,
        Draft.target == draft.target,
    )
    if (await session.exec(known)).first() is not None:
        return
    draft.chat_id, draft.person_id, draft.at_hand = successor.chat_id, successor.person, False
    session.add(draft)


async def _drop(session: AsyncSession, draft: Draft) -> None:
    await session.exec(delete(Evidence).where(col(Evidence.draft_id) == draft.id))
    await session.delete(draft)
    await session.flush()
