"""What is taken over with the seats of an absent person: the open work in numbers, and the ways to it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from register.buttons import Offer
from register.holdings import held_by
from register.people import OF_A_UNIT
from register.quiet import next_window
from register.rules import Rules
from register.tables import Absence
from register.views.summary import summary_of

WAYS = [[Offer("my-tasks", "my-tasks"), Offer("open-requests", "my-requests")]]


async def open_work(session: AsyncSession, rules: Rules, absence: Absence, day: date) -> list[dict[str, Any]]:
    """What is open on this day, for each seat of the unit that the absent person fills; as a message keeps it."""
    found = []
    for one in await held_by(session, absence.person_id):
        if one.unit.id == absence.unit_id:
            role = one.seat.role
            summary = asdict(await summary_of(session, rules, absence.unit_id, role, day))
            if summary["report"] is not None:
                summary["report"] = summary["report"]._asdict()
            found.append({"role": role.value, "of_unit": role in OF_A_UNIT, "summary": summary})
    return found


def told_as_it_begins(rules: Rules, absence: Absence, asked_at: datetime) -> bool:
    """Whether who is asked to sit in hears of it on the first day or later: there is nothing to be told again then."""
    return rules.today(next_window(rules, asked_at)) >= absence.first
