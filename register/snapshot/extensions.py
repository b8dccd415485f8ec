"""Later dates that were asked."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from register.rules import Rules
from register.snapshot.columns import grouped, rows_of
from register.snapshot.facts import ExtensionFacts
from register.tables import Extension


async def read_extensions(session: AsyncSession, rules: Rules) -> dict[int, list[ExtensionFacts]]:
    """By duty, the oldest first; a duty without any has an empty list."""
    rows = await rows_of(
        session,
        select(
            col(Extension.duty_id),
            col(Extension.due_before),
            col(Extension.due_asked),
            col(Extension.state),
            col(Extension.reason),
            col(Extension.asked_at),
            col(Extension.decided_at),
            col(Extension.decision_note),
            col(Extension.self_reviewed),
        ).order_by(col(Extension.id)),
    )
    return grouped(
        (
            row.duty_id,
            ExtensionFacts(
                due_before=row.due_before,
                due_asked=row.due_asked,
                state=row.state,
                reason=row.reason,
                asked_at=row.asked_at.astimezone(rules.timezone),
                decided_at=row.decided_at.astimezone(rules.timezone) if row.decided_at else None,
                decision_note=row.decision_note,
                self_reviewed=row.self_reviewed,
            ),
        )
        for row in rows
    )
