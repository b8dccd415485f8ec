"""The draft of the form that a person is filling in: a row, so that it survives restarts and days."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.refusal import Refusal
from bot.transaction import Work
from register.tables import Draft, Evidence

GIVEN, ABOUT = "given", "about"


async def my_draft(work: Work) -> Draft | None:
    """The person's own draft in this chat, held until the act ends."""
    draft = await _draft_in(work.session, work.actor.chat_id)
    return draft if draft is not None and draft.person_id == work.actor.person_id else None


async def draft_of(work: Work, form: str, target: int | None) -> Draft:
    """The person's draft of this form about this thing; Refusal when it is gone."""
    draft = await my_draft(work)
    if draft is None or (draft.form, draft.target) != (form, target):
        raise Refusal("draft-gone")
    return draft


async def begin(work: Work, form: str, target: int, question: str, about: dict[str, Any]) -> Draft:
    """A new draft; the chat's earlier one, and the files sent for it, are dropped."""
    await drop(work)
    draft = Draft(
        chat_id=work.actor.chat_id,
        person_id=work.actor.person,
        form=form,
        target=target,
        question=question,
        answers={GIVEN: {}, ABOUT: about},
        updated_at=work.at,
    )
    work.session.add(draft)
    await work.session.flush()
    return draft


async def drop(work: Work) -> None:
    """End the chat's draft without filing anything. Refusal when it is another person's."""
    draft = await _draft_in(work.session, work.actor.chat_id)
    if draft is None:
        return
    if draft.person_id != work.actor.person_id:
        raise Refusal("chat-busy")
    await work.session.exec(delete(Evidence).where(col(Evidence.draft_id) == draft.id))
    await work.session.delete(draft)
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


async def count_files(work: Work, draft: Draft) -> int:
    return (await work.session.exec(select(func.count(col(Evidence.id))).where(Evidence.draft_id == draft.id))).one()


async def _draft_in(session: AsyncSession, chat_id: int) -> Draft | None:
    return (await session.exec(select(Draft).where(Draft.chat_id == chat_id).with_for_update())).one_or_none()
