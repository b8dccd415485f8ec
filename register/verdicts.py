"""The one way to give a verdict: the row and its transition move together."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from register.states import Verdict, check_transition
from register.tables import Completion, Report, Transition


def judge(session: AsyncSession, row: Report | Completion, after: Verdict, actor: str, now: datetime) -> None:
    """Put the verdict of ``row`` to ``after``; TransitionError when the table does not allow it."""
    before = row.verdict
    check_transition(before, after)
    row.verdict = after
    session.add(row)
    subject = f"{type(row).__name__.lower()}:{row.id}"
    session.add(Transition(at=now, subject=subject, before=before, after=after, actor=actor))
