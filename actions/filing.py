"""The consolidating unit confirms the whole of a round and files it (汇总报送)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.tell import Telling, tell
from plans.roles import Role
from register.loading import plan_of
from register.locks import locked
from register.people import name_of
from register.record import move, note
from register.reports import Count, count_of
from register.rules import Rules
from register.states import RoundState
from register.tables import Round


@dataclass(frozen=True, slots=True)
class RoundFiled:
    """The round's whole is confirmed."""

    round_id: int
    quarter: str
    count: Count
    due: date
    late: bool
    """Confirmed after the day given for it."""


async def confirm_round(session: AsyncSession, rules: Rules, actor: Actor, round_id: int, now: datetime) -> RoundFiled:
    """Confirm the whole of a closed round. Refused: another unit, a round still open, the second confirmation."""
    await require(session, actor, Act.CONFIRM_FILING, round_id)
    filed = await locked(session, Round, round_id)
    if filed is None:
        raise Refusal("round-unknown")
    if filed.state is RoundState.OPEN:
        raise Refusal("round-open", quarter=filed.quarter, closes_on=filed.closes_on)
    if filed.state is RoundState.FILED:
        raise Refusal("round-filed", who=await name_of(session, filed.filed_by), when=filed.filed_at)
    move(session, filed, RoundState.FILED, actor.label, now)
    due = rules.calendar.after(filed.closes_on, rules.policy.round.filing_confirmed_by)
    filed.filed_at, filed.filed_by, filed.filed_late = now, actor.person, rules.today(now) > due
    count = await count_of(session, round_id)
    facts: dict[str, str | int] = {
        "quarter": filed.quarter,
        "answered": count.answered,
        "asked": count.asked,
        "due": due.isoformat(),
        "late": filed.filed_late,
    }
    await note(session, actor.label, "round_filed", f"round:{round_id}", now, **facts)
    await _tell_office(session, rules, actor, facts, now)
    return RoundFiled(round_id, filed.quarter, count, due, filed.filed_late)


async def _tell_office(
    session: AsyncSession, rules: Rules, actor: Actor, facts: dict[str, str | int], now: datetime
) -> None:
    plan = await plan_of(session)
    if plan is None:
        return
    telling = Telling(
        plan.office_id,
        Role.OFFICE,
        key=f"filing/{facts['quarter']}",
        kind="other",
        template="filing-confirmed",
        facts=facts | {"who": actor.name, "when": now.isoformat()},
    )
    await tell(session, rules, telling, now)
