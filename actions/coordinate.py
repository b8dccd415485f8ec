"""A unit puts a difficulty to the office (提请协调), puts it again, or says that it is settled."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.coordination import Turn, facts_of_turn, held, record_turn, refuse_as_it_stands
from actions.refusal import Refusal
from actions.tell import Telling, tell
from actions.texts import words_needed
from plans.roles import Role
from register.buttons import Offer
from register.coordinations import unsettled
from register.loading import plan_of
from register.locks import locked_one
from register.people import name_of
from register.record import move
from register.reports import last_version
from register.rules import Rules
from register.states import CoordinationState
from register.tables import Coordination, CoordinationStep, Report, Request
from register.tables.coordinations import Said


async def put_difficulty(session: AsyncSession, rules: Rules, actor: Actor, report_id: int, now: datetime) -> Turn:
    """Put the difficulty that the unit's report names to the office; one that was answered before is put again.

    The newest version of the report counts. Refused: another unit, a report without a difficulty, and one that
    waits for the office's answer already (who put it and when is told).
    """
    await require(session, actor, Act.COORDINATE, report_id)
    report = await session.get_one(Report, report_id)
    request = await locked_one(session, Request, report.request_id)
    newest = await last_version(session, report.request_id) or report
    if not newest.problems:
        raise Refusal("coordination-nothing")
    await _refuse_the_same(session, newest)
    before = await unsettled(session, request.task_id, request.unit_id)
    if before is not None:
        return await _put_again(session, rules, actor, before.id or 0, newest.problems, now, newest.id)
    row = Coordination(unit_id=request.unit_id, task_id=request.task_id, waits_since=now)
    session.add(row)
    await session.flush()
    line = await held(session, row.id or 0)
    turn = await record_turn(session, actor, line, Said.PUT, newest.problems, now, newest.id)
    await _tell_office(session, rules, actor, turn, now)
    return turn


async def put_again(
    session: AsyncSession, rules: Rules, actor: Actor, coordination_id: int, words: str, now: datetime
) -> Turn:
    """The answer did not settle it: say why, and it waits for the office once more.

    Refused: another unit, a difficulty that waits already or is settled, and empty words.
    """
    await require(session, actor, Act.COORDINATION_AGAIN, coordination_id)
    return await _put_again(session, rules, actor, coordination_id, words_needed(words), now)


async def settle(session: AsyncSession, rules: Rules, actor: Actor, coordination_id: int, now: datetime) -> Turn:
    """The difficulty is over, answered or not; nobody is asked about it any more. Refused: another unit, and twice."""
    await require(session, actor, Act.COORDINATION_SETTLE, coordination_id)
    line = await held(session, coordination_id)
    if line.coordination.state is CoordinationState.SETTLED:
        await refuse_as_it_stands(session, line.coordination)
    move(session, line.coordination, CoordinationState.SETTLED, actor.label, now)
    return await record_turn(session, actor, line, Said.SETTLED, "", now)


async def _refuse_the_same(session: AsyncSession, report: Report) -> None:
    """What a version of a report names is put once, however the office answered."""
    put = select(CoordinationStep).where(CoordinationStep.report_id == report.id)
    before = (await session.exec(put)).one_or_none()
    if before is not None:
        raise Refusal("coordination-put", who=await name_of(session, before.by), when=before.at)


async def _put_again(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    coordination_id: int,
    words: str,
    now: datetime,
    report_id: int | None = None,
) -> Turn:
    line = await held(session, coordination_id)
    if line.coordination.state is not CoordinationState.ANSWERED:
        await refuse_as_it_stands(session, line.coordination)
    move(session, line.coordination, CoordinationState.OPEN, actor.label, now)
    line.coordination.waits_since = now
    turn = await record_turn(session, actor, line, Said.AGAIN, words, now, report_id)
    await _tell_office(session, rules, actor, turn, now)
    return turn


async def _tell_office(session: AsyncSession, rules: Rules, actor: Actor, turn: Turn, now: datetime) -> None:
    plan = await plan_of(session)
    if plan is None:
        return
    answer = Offer(Act.COORDINATION_ANSWER, "coordination-answer", turn.coordination_id)
    look = Offer(Act.OPEN_TASK, "open-task", turn.task, facts=(("number", turn.task),))
    card = Telling(
        plan.office_id,
        Role.OFFICE,
        key=f"coordination/{turn.coordination_id}/{turn.step_id}",
        kind="other",
        template="coordination-card",
        facts=facts_of_turn(actor, turn, now),
        offers=[[answer, look]],
    )
    await tell(session, rules, card, now)
