"""The office sends each unit its own sheet of the yearly evaluation to check (发各单位核对)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.evaluation_facts import year_scores
from actions.refusal import Refusal
from actions.tell import Telling, tell
from plans.roles import Role
from register.buttons import Offer
from register.evaluation.frozen import evaluation_of
from register.evaluation.sheet import content_of
from register.loading import plan_of
from register.locks import locked_one
from register.people import name_of, reach
from register.record import note
from register.rules import Rules
from register.states import EvaluationState
from register.tables import Evaluation, PlanRecord, Sheet


@dataclass(frozen=True, slots=True)
class Sent:
    """The sheets are out; ``unreached`` are the units in whose own chats nothing can be put."""

    evaluation_id: int
    year: int
    units: int
    unreached: tuple[str, ...]
    object_by: date


async def send_evaluation(session: AsyncSession, rules: Rules, actor: Actor, year: int, now: datetime) -> Sent:
    """Freeze the sheets of ``year`` as they stand and ask every unit to check its own.

    Refused: anybody but the office, a year outside the plan or not begun, nobody to evaluate, and the second time.
    """
    await require(session, actor, Act.EVALUATION_SEND, year)
    await _one_at_a_time(session)
    await refuse_sent(session, year)
    scores = await year_scores(session, rules, year, now)
    if not scores:
        raise Refusal("evaluation-nobody", year=year)
    object_by = rules.calendar.after(rules.today(now), rules.policy.evaluation.objection_days)
    ranked = rules.policy.evaluation.ranked
    evaluation = Evaluation(year=year, sent_at=now, sent_by=actor.person, object_by=object_by, ranked=ranked)
    session.add(evaluation)
    await session.flush()
    unreached = []
    for one in scores:
        sheet = Sheet(evaluation_id=evaluation.id or 0, unit_id=one.unit.unit_id, content=content_of(one))
        session.add(sheet)
        await session.flush()
        if not await _tell_unit(session, rules, evaluation, sheet, now):
            unreached.append(one.unit.name)
    await note(
        session,
        actor.label,
        "evaluation_sent",
        f"evaluation:{evaluation.id}",
        now,
        year=year,
        units=len(scores),
        object_by=object_by.isoformat(),
    )
    await _remind_office(session, rules, evaluation, now)
    return Sent(evaluation.id or 0, year, len(scores), tuple(unreached), object_by)


async def refuse_sent(session: AsyncSession, year: int) -> None:
    """Refusal when the evaluation is out already."""
    known = await evaluation_of(session, year)
    if known is not None:
        final = known.state is EvaluationState.FINAL
        who = await name_of(session, known.final_by if final else known.sent_by)
        when = known.final_at if final else known.sent_at
        raise Refusal("evaluation-final" if final else "evaluation-sent", year=year, who=who, when=when)


async def _one_at_a_time(session: AsyncSession) -> None:
    plan = await plan_of(session)
    if plan is not None:
        await locked_one(session, PlanRecord, plan.id or 0)


def letter_of_sheet(sheet: Sheet) -> str:
    """The key of the message that takes the sheet to its unit."""
    return f"evaluation-sheet/{sheet.id}"


def letter_of_limit(evaluation: Evaluation) -> str:
    """The key of the message that tells the office that the time to object is over."""
    return f"evaluation-due/{evaluation.id}"


async def _tell_unit(session: AsyncSession, rules: Rules, evaluation: Evaluation, sheet: Sheet, now: datetime) -> bool:
    """False when nobody of the unit can be reached."""
    facts = {"year": evaluation.year, "sheet": sheet.content, "object_by": evaluation.object_by.isoformat()}
    offers = [[Offer(Act.SHEET_AGREE, "sheet-agree", sheet.id), Offer(Act.SHEET_OBJECT, "sheet-object", sheet.id)]]
    return await tell_unit(
        session, rules, sheet.unit_id, letter_of_sheet(sheet), "evaluation-sheet", facts, now, offers
    )


async def tell_unit(
    session: AsyncSession,
    rules: Rules,
    unit_id: int,
    key: str,
    template: str,
    facts: dict[str, Any],
    now: datetime,
    offers: list[list[Offer]] | None = None,
) -> bool:
    """Tell the contact, and the leader if that is another chat; False when nobody of the unit can be reached."""
    telling = Telling(unit_id, Role.CONTACT, key, "other", template, facts, offers or [])
    reached = await tell(session, rules, telling, now)
    chats = {place.chat_id for place in reached.places}
    leader = await reach(session, unit_id, Role.LEADER)
    if not leader.instead and not {place.chat_id for place in leader.places} <= chats:
        await tell(session, rules, Telling(unit_id, Role.LEADER, key, "other", template, facts, offers or []), now)
    return any(place.unit_id == unit_id for place in reached.places)


async def _remind_office(session: AsyncSession, rules: Rules, evaluation: Evaluation, now: datetime) -> None:
    """On the working day after the limit the office hears that it can go on."""
    plan = await plan_of(session)
    if plan is None:
        return
    morning = rules.at(rules.calendar.after(evaluation.object_by, 1), rules.policy.working_day.speak_at)
    due = Telling(
        plan.office_id,
        Role.OFFICE,
        key=letter_of_limit(evaluation),
        kind="other",
        template="evaluation-due",
        facts={"year": evaluation.year, "object_by": evaluation.object_by.isoformat()},
        offers=[[Offer(Act.EVALUATION, "evaluation-open", evaluation.year, facts=(("year", evaluation.year),))]],
        not_before=morning,
    )
    await tell(session, rules, due, now)
