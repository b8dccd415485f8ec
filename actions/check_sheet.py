"""A unit checks its sheet of the yearly evaluation: no objection (无异议), or one in words (提出异议)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from actions.tell import Telling, tell
from actions.texts import words_needed
from plans.roles import Role
from register.buttons import Offer
from register.evaluation.frozen import SheetLine, sheet_line
from register.loading import plan_of
from register.locks import locked_one
from register.people import name_of
from register.record import move, note
from register.rules import Rules
from register.states import EvaluationState, SheetState
from register.tables import Evaluation, Sheet


async def agree(session: AsyncSession, rules: Rules, actor: Actor, sheet_id: int, now: datetime) -> SheetLine:
    """Refused: another unit's sheet, one that was answered, and one whose limit has passed."""
    await require(session, actor, Act.SHEET_AGREE, sheet_id)
    line = await checkable(session, rules, sheet_id, now)
    if line.sheet.state is SheetState.AGREED:
        raise Refusal("sheet-agreed", **await _answered(session, line.sheet))
    line.sheet.answered_at, line.sheet.answered_by = now, actor.person
    move(session, line.sheet, SheetState.AGREED, actor.label, now)
    await note(session, actor.label, "sheet_agreed", f"sheet:{sheet_id}", now, unit=line.unit.name)
    return line


async def object_to(
    session: AsyncSession, rules: Rules, actor: Actor, sheet_id: int, words: str, now: datetime
) -> SheetLine:
    """The office has to answer it. Refused as above; who had agreed may still object within the time."""
    await require(session, actor, Act.SHEET_OBJECT, sheet_id)
    line = await checkable(session, rules, sheet_id, now)
    sheet = line.sheet
    sheet.objection = words_needed(words)
    sheet.answered_at, sheet.answered_by = now, actor.person
    move(session, sheet, SheetState.OBJECTED, actor.label, now)
    await note(
        session, actor.label, "sheet_objected", f"sheet:{sheet_id}", now, unit=line.unit.name, words=sheet.objection
    )
    await _tell_office(session, rules, actor, line, now)
    return line


async def checkable(session: AsyncSession, rules: Rules, sheet_id: int, now: datetime) -> SheetLine:
    """The sheet, held with its evaluation until the act ends; Refusal when the unit can say no more."""
    line = await held_sheet(session, sheet_id)
    evaluation, sheet = await session.get_one(Evaluation, line.sheet.evaluation_id), line.sheet
    if evaluation.state is EvaluationState.FINAL:
        raise Refusal(
            "evaluation-final",
            year=evaluation.year,
            who=await name_of(session, evaluation.final_by),
            when=evaluation.final_at,
        )
    if sheet.state in (SheetState.OBJECTED, SheetState.ANSWERED):
        raise Refusal("sheet-objected", **await _answered(session, sheet))
    if rules.today(now) > evaluation.object_by:
        raise Refusal("sheet-too-late", object_by=evaluation.object_by)
    return line


async def held_sheet(session: AsyncSession, sheet_id: int) -> SheetLine:
    """The sheet, held with its evaluation until the act ends; Refusal when there is none."""
    known = await session.get(Sheet, sheet_id)
    if known is None:
        raise Refusal("sheet-unknown")
    await locked_one(session, Evaluation, known.evaluation_id)
    await locked_one(session, Sheet, sheet_id)
    line = await sheet_line(session, sheet_id)
    if line is None:
        raise Refusal("sheet-unknown")
    return line


async def _answered(session: AsyncSession, sheet: Sheet) -> dict[str, str | datetime | None]:
    return {"who": await name_of(session, sheet.answered_by), "when": sheet.answered_at}


async def _tell_office(session: AsyncSession, rules: Rules, actor: Actor, line: SheetLine, now: datetime) -> None:
    plan = await plan_of(session)
    evaluation = await session.get_one(Evaluation, line.sheet.evaluation_id)
    if plan is None:
        return
    card = Telling(
        plan.office_id,
        Role.OFFICE,
        key=f"objection/{line.sheet.id}",
        kind="other",
        template="objection-card",
        facts={
            "year": evaluation.year,
            "sheet": line.sheet.content,
            "objection": line.sheet.objection,
            "who": actor.name,
            "when": now.isoformat(),
        },
        offers=objection_offers(line),
    )
    await tell(session, rules, card, now)


def objection_offers(line: SheetLine) -> list[list[Offer]]:
    """How the office may answer; points can only be corrected where there are any."""
    keep = Offer(Act.OBJECTION_KEEP, "objection-keep", line.sheet.id)
    correct = Offer(Act.OBJECTION_CORRECT, "objection-correct", line.sheet.id)
    return [[keep, correct] if line.sheet.content["total"] is not None else [keep]]
