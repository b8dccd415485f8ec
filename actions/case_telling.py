"""Who hears of a step in a case: the unit's leader and contact, the office, the bureau, the leading group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.case_file import CaseFile
from actions.tell import Telling, tell
from outbox.copies import of_letters
from outbox.enqueue import cancel
from outbox.message import DeliveryState, Message
from plans.roles import Role
from register.buttons import Offer
from register.loading import plan_of
from register.people import reach
from register.rules import Rules
from register.tables import CaseStep
from register.views.case_history import HistoryLine

Rows = Sequence[Sequence[Offer]]


async def tell_unit(
    session: AsyncSession,
    rules: Rules,
    file: CaseFile,
    key: str,
    template: str,
    facts: dict[str, Any],
    now: datetime,
    *,
    kind: str = "other",
    offers: Rows = (),
) -> bool:
    """Tell contact and leader, each chat once; True when somebody of the unit itself can be reached.

    A seat that nobody can be reached in is left to the other; without both, it goes where ``tell`` takes it.
    """
    unit_id = file.case.unit_id
    roles = await _own_seats(session, unit_id)
    for role in roles or [Role.CONTACT]:
        await tell(session, rules, Telling(unit_id, role, key, kind, template, facts, offers), now)
    return bool(roles)


async def _own_seats(session: AsyncSession, unit_id: int) -> list[Role]:
    """The unit's seats that can be reached; one whose every chat is another's as well is left out."""
    heard: set[int] = set()
    roles = []
    for role in (Role.CONTACT, Role.LEADER):
        reached = await reach(session, unit_id, role)
        chats = {place.chat_id for place in reached.places}
        if not reached.instead and not chats <= heard:
            roles.append(role)
            heard |= chats
    return roles


async def tell_body(
    session: AsyncSession,
    rules: Rules,
    role: Role,
    key: str,
    template: str,
    facts: dict[str, Any],
    now: datetime,
    offers: Rows = (),
) -> None:
    """Tell the office, the bureau or the leading group."""
    plan = await plan_of(session)
    if plan is None:
        return
    seats = {Role.OFFICE: plan.office_id, Role.BUREAU: plan.bureau_id, Role.LEADING_GROUP: plan.leading_group_id}
    await tell(session, rules, Telling(seats[role], role, key, "other", template, facts, offers), now)


async def tell_step(
    session: AsyncSession,
    rules: Rules,
    file: CaseFile,
    step: CaseStep,
    actor_name: str,
    now: datetime,
    *,
    to: Role = Role.OFFICE,
) -> None:
    """The step as the record has it, in one short message; to the office unless somebody else is to hear it."""
    line = HistoryLine(step.id or 0, step.event, step.at, actor_name, step.words, step.facts, False, None)
    facts = file.facts(None, now) | {"step": history_facts(line)}
    await tell_body(session, rules, to, f"case-step/{step.id}", "case-step", facts, now)


def history_facts(line: HistoryLine) -> dict[str, Any]:
    """A line of the history as frozen JSON."""
    return {
        "event": line.event.value,
        "at": line.at.isoformat(),
        "who": line.who,
        "words": line.words,
        "facts": line.facts,
        "notice": line.notice,
        "signed_at": line.signed_at.isoformat() if line.signed_at is not None else None,
    }


async def take_back(session: AsyncSession, letters: Sequence[str], reason: str, now: datetime) -> int:
    """Take back what was to be said by these letters and has not begun to leave; returns how many messages."""
    rows = await session.exec(
        select(Message.key).where(
            of_letters(col(Message.key), letters), Message.state == DeliveryState.PENDING, col(Message.part) == 1
        )
    )
    keys = list(rows)
    return await cancel(session, keys=keys, reason=reason, now=now) if keys else 0
