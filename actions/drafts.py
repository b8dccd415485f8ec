"""The files of a draft, and its end: its answers are filed, its files become the evidence of what was filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.refusal import Refusal
from register.locks import locked
from register.tables import CaseStep, Circular, Completion, Draft, Evidence, Explanation, Recipient, Report

Filed = Report | Completion | CaseStep | Explanation | Circular | Recipient
_HOMES: Mapping[type[Filed], str] = {
    Report: "report_id",
    Completion: "completion_id",
    CaseStep: "case_step_id",
    Explanation: "explanation_id",
    Circular: "circular_id",
    Recipient: "recipient_id",
}
"""The column of a file that names what it belongs to."""


async def own_draft(session: AsyncSession, actor: Actor, draft_id: int) -> Draft | None:
    """The draft, held until the act ends; None when it has been used up. Refusal when it is another person's."""
    draft = await locked(session, Draft, draft_id)
    if draft is not None and draft.person_id != actor.person_id:
        raise Refusal("not-your-draft")
    return draft


async def copy_files(session: AsyncSession, files: Sequence[Evidence], draft: Draft) -> None:
    """The files of a filed version go with its correction, unless they are taken out; the version keeps its own."""
    for file in files:
        copied = file.model_dump(exclude={"id", *_HOMES.values()})
        session.add(Evidence.model_validate(copied | {"draft_id": draft.id}))
    await session.flush()


async def drop_files(session: AsyncSession, draft: Draft) -> None:
    """Take every file out of a draft."""
    await session.exec(delete(Evidence).where(col(Evidence.draft_id) == draft.id))


async def use_up(session: AsyncSession, draft: Draft | None, row: Filed) -> int:
    """Give the draft's files to what was filed and end the draft; returns how many files it has."""
    if draft is None:
        return 0
    files = list(await session.exec(select(Evidence.id).where(col(Evidence.draft_id) == draft.id)))
    home = {_HOMES[type(row)]: row.id}
    await session.exec(update(Evidence).where(col(Evidence.draft_id) == draft.id).values(draft_id=None, **home))
    await session.delete(draft)
    return len(files)
