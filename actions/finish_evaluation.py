"""A yearly evaluation is made final (定稿), by a second person of the office where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.send_evaluation import letter_of_limit, letter_of_sheet, tell_unit
from outbox.copies import of_letters
from outbox.enqueue import cancel
from outbox.message import DeliveryState, Message
from plans.roles import Role
from register.evaluation.frozen import SheetLine, seal_sheets, sheet_lines
from register.locks import locked
from register.people import holders, name_of
from register.record import SCHEDULE, move, note
from register.rules import Rules
from register.states import EvaluationState, SheetState
from register.tables import Evaluation, Seat, Sheet


@dataclass(frozen=True, slots=True)
class Ready:
    """What will be made final: how the units have answered."""

    evaluation: Evaluation
    lines: Sequence[SheetLine]
    single_handed: bool

    def count(self, state: SheetState) -> int:
        return sum(one.sheet.state is state for one in self.lines)


async def ready(session: AsyncSession, rules: Rules, actor: Actor, evaluation_id: int, now: datetime) -> Ready:
    """The evaluation, held until the act ends.

    Refused: anybody but the office, one that is final, an objection without an answer, units that still have time to
    object, and the person who sent it out where the office has somebody else.
    """
    await require(session, actor, Act.EVALUATION_FINAL, evaluation_id)
    evaluation = await locked(session, Evaluation, evaluation_id)
    if evaluation is None:
        raise Refusal("evaluation-unknown")
    year = evaluation.year
    if evaluation.state is EvaluationState.FINAL:
        who = await name_of(session, evaluation.final_by)
        raise Refusal("evaluation-final", year=year, who=who, when=evaluation.final_at)
    lines = await sheet_lines(session, evaluation_id)
    open_ones = [one.unit.name for one in lines if one.sheet.state is SheetState.OBJECTED]
    if open_ones:
        raise Refusal("objections-open", units="、".join(open_ones))
    silent = sum(one.sheet.state is SheetState.ASKED for one in lines)
    # Once every unit has said something, nothing is left to wait for.
    if silent and rules.today(now) <= evaluation.object_by:
        raise Refusal("evaluation-checking", object_by=evaluation.object_by, count=silent)
    same = evaluation.sent_by == actor.person
    if same and await holders(session, Role.OFFICE) - {actor.person}:
        raise Refusal("second-person", year=year, who=await name_of(session, evaluation.sent_by))
    return Ready(evaluation, lines, same)


async def finish_evaluation(
    session: AsyncSession, rules: Rules, actor: Actor, evaluation_id: int, now: datetime
) -> Ready:
    """Silence counts as no objection, except from a unit that the sheet never reached. Refused as ``ready`` says."""
    found = await ready(session, rules, actor, evaluation_id, now)
    evaluation = found.evaluation
    for line in found.lines:
        if line.sheet.state is SheetState.ASKED:
            arrived = await _arrived(session, line.sheet)
            move(session, line.sheet, SheetState.SILENT if arrived else SheetState.UNREACHED, SCHEDULE, now)
    evaluation.final_at, evaluation.final_by, evaluation.single_handed = now, actor.person, found.single_handed
    evaluation.digest = seal_sheets(found.lines)
    move(session, evaluation, EvaluationState.FINAL, actor.label, now)
    await note(
        session,
        actor.label,
        "evaluation_final",
        f"evaluation:{evaluation_id}",
        now,
        year=evaluation.year,
        digest=evaluation.digest,
        single_handed=found.single_handed,
    )
    await _withdraw_reminder(session, evaluation, now)
    for line in found.lines:
        facts = {"year": evaluation.year, "unit": line.unit.name, "total": line.total, "state": line.sheet.state.value}
        await tell_unit(
            session, rules, line.sheet.unit_id, f"evaluation-final/{line.sheet.id}", "evaluation-final", facts, now
        )
    return found


async def _arrived(session: AsyncSession, sheet: Sheet) -> bool:
    """Whether the sheet was really put before somebody of the unit."""
    seats = await session.exec(select(Seat.id).where(Seat.unit_id == sheet.unit_id))
    sent = select(Message.id).where(
        of_letters(col(Message.key), [letter_of_sheet(sheet)]),
        Message.state == DeliveryState.SENT,
        col(Message.owner).in_([f"seat:{seat_id}" for seat_id in seats]),
    )
    return (await session.exec(sent.limit(1))).first() is not None


async def _withdraw_reminder(session: AsyncSession, evaluation: Evaluation, now: datetime) -> None:
    """Final before the limit: that the time is over is no news any more."""
    keys = await session.exec(
        select(Message.key).where(
            of_letters(col(Message.key), [letter_of_limit(evaluation)]), Message.state == DeliveryState.PENDING
        )
    )
    await cancel(session, keys=list(keys), reason="evaluation_final", now=now)
