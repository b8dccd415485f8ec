"""The drafts of the forms that people fill in: rows, so that they survive restarts and days.

A person may have several in a chat, one about each thing; the one at hand takes what is typed next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, delete, func, select
from sqlmodel.sql.expression import SelectOfScalar

from actions.refusal import Refusal
from bot.transaction import Work
from register.tables import Draft, Evidence

GIVEN, ABOUT, BEGUN = "given", "about", "begun"


async def my_draft(work: Work) -> Draft | None:
    """The person's own draft at hand in this chat, held until the act ends."""
    found = await work.session.exec(_mine(work).where(col(Draft.at_hand)).with_for_update())
    return found.one_or_none()


async def draft_about(work: Work, form: str, target: int | None) -> Draft | None:
    """The person's draft of this form about this thing, at hand or set aside; held until the act ends."""
    found = await work.session.exec(_mine(work).where(Draft.form == form, Draft.target == target).with_for_update())
    return found.one_or_none()


async def draft_of(work: Work, form: str, target: int | None) -> Draft:
    """The same; Refusal when it is gone."""
    draft = await draft_about(work, form, target)
    if draft is None:
        raise Refusal("draft-gone")
    return draft


async def unfinished(work: Work) -> Sequence[Draft]:
    """The person's drafts in this chat that were set aside, the oldest first."""
    return (await work.session.exec(_mine(work).where(~col(Draft.at_hand)).order_by(col(Draft.id)))).all()


async def begin(
    work: Work,
    form: str,
    target: int,
    question: str,
    about: dict[str, Any],
    begun: dict[str, Any] | None = None,
) -> Draft:
    """A new draft, at hand; another that was is set aside. ``begun``: the answers it is filled with from the start."""
    await set_aside(work)
    draft = Draft(
        chat_id=work.actor.chat_id,
        person_id=work.actor.person,
        form=form,
        target=target,
        question=question,
        answers={GIVEN: begun or {}, ABOUT: about, BEGUN: begun or {}},
        updated_at=work.at,
    )
    work.session.add(draft)
    await work.session.flush()
    return draft


async def set_aside(work: Work) -> Draft | None:
    """Make room for another form: what was typed is kept, a draft without anything typed is dropped.

    Returns the draft that was kept.
    """
    draft = await my_draft(work)
    if draft is None:
        return None
    if not await is_changed(work, draft):
        await drop(work, draft)
        return None
    draft.at_hand = False
    work.session.add(draft)
    await work.session.flush()
    return draft


async def take_up(work: Work, draft: Draft) -> Draft | None:
    """Have this draft at hand; returns the one that was set aside for it."""
    if draft.at_hand:
        return None
    kept = await set_aside(work)
    draft.at_hand = True
    work.session.add(draft)
    await work.session.flush()
    return kept


async def drop(work: Work, draft: Draft | None = None) -> None:
    """End a draft, the one at hand by default, without filing anything: its files go with it."""
    ended = draft or await my_draft(work)
    if ended is None:
        return
    await work.session.exec(delete(Evidence).where(col(Evidence.draft_id) == ended.id))
    await work.session.delete(ended)
    await work.session.flush()


def given(draft: Draft) -> dict[str, Any]:
    """The answers so far, by question."""
    answers: dict[str, Any] = draft.answers[GIVEN]
    return answers


def about(draft: Draft) -> dict[str, Any]:
    """What the form is about, frozen as it was opened."""
    facts: dict[str, Any] = draft.answers[ABOUT]
    return facts


def put(work: Work, draft: Draft, answers: dict[str, Any], question: str) -> None:
    """Keep these answers and stand at this question; a new dict, because a changed one would not be noticed."""
    draft.answers = {**draft.answers, GIVEN: answers}
    draft.question, draft.updated_at = question, work.at
    work.session.add(draft)


def learn(work: Work, draft: Draft, news: dict[str, Any]) -> None:
    """Add what has become known since the form was opened."""
    draft.answers = {**draft.answers, ABOUT: {**about(draft), **news}}
    work.session.add(draft)


async def is_changed(work: Work, draft: Draft) -> bool:
    """Whether the person has put anything into it, or taken a file out."""
    files_before = about(draft).get("files_before", 0)
    begun: dict[str, Any] = draft.answers.get(BEGUN, {})
    return given(draft) != begun or await count_files(work, draft) != files_before


async def count_files(work: Work, draft: Draft) -> int:
    return (await work.session.exec(select(func.count(col(Evidence.id))).where(Evidence.draft_id == draft.id))).one()


def _mine(work: Work) -> SelectOfScalar[Draft]:
    return select(Draft).where(Draft.chat_id == work.actor.chat_id, Draft.person_id == work.actor.person_id)
