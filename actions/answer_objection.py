"""The office answers an objection to the yearly evaluation: it keeps the sheet, or corrects points with a reason."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.check_sheet import held_sheet
from actions.refusal import Refusal
from actions.reviewers import self_reviewed
from actions.send_evaluation import tell_unit
from actions.texts import reason_given
from register.evaluation.frozen import SheetLine, sheet_line
from register.people import name_of
from register.record import move, note
from register.rules import Rules
from register.states import SheetState
from register.tables import Adjustment, Evaluation

_CORRECTION = re.compile(r"([+-])\s*(\d{1,3})(?:\.(\d))?(?![.\d])\s*分?[\s,:;。]*(.*)", re.DOTALL)
_MOST = 1000
"""Tenths of a point: nobody is corrected by more than there is."""


class Correction(NamedTuple):
    """Tenths of a point, given (above 0) or taken, and why."""

    tenths: int
    reason: str

    def __str__(self) -> str:
        """As it can be read back."""
        return f"{points_of(self.tenths)}分 {self.reason}"


def points_of(tenths: int) -> str:
    """+2.0"""
    return f"{'+' if tenths >= 0 else '-'}{abs(tenths) // 10}.{abs(tenths) % 10}"


def correction_of(words: str) -> Correction:
    """``+2 材料当日已交`` or ``-0.5分，…``; Refusal when points or reason are missing."""
    found = _CORRECTION.fullmatch(unicodedata.normalize("NFKC", words).strip().replace("−", "-"))
    if found is None:
        raise Refusal("correction-needed")
    sign, whole, tenth, reason = found.groups()
    tenths = int(whole) * 10 + int(tenth or 0)
    if not 0 < tenths <= _MOST:
        raise Refusal("correction-needed")
    return Correction(tenths if sign == "+" else -tenths, reason_given(reason))


async def keep_sheet(
    session: AsyncSession, rules: Rules, actor: Actor, sheet_id: int, reason: str, now: datetime
) -> SheetLine:
    """The points stand. Refused: a missing reason, one's own unit where somebody else can, and the second answer."""
    await require(session, actor, Act.OBJECTION_KEEP, sheet_id)
    line = await _objected(session, actor, sheet_id)
    return await _answer(session, rules, actor, line, reason_given(reason), now)


async def correct_sheet(
    session: AsyncSession, rules: Rules, actor: Actor, sheet_id: int, correction: Correction, now: datetime
) -> SheetLine:
    """Points are given or taken by a dated row of their own; the facts stay as they were. Refused as above."""
    await require(session, actor, Act.OBJECTION_CORRECT, sheet_id)
    line = await _objected(session, actor, sheet_id)
    if line.sheet.content["total"] is None:
        raise Refusal("sheet-unscored", unit=line.unit.name)
    session.add(
        Adjustment(sheet_id=sheet_id, tenths=correction.tenths, reason=correction.reason, at=now, by=actor.person)
    )
    return await _answer(session, rules, actor, line, correction.reason, now)


async def objected(session: AsyncSession, sheet_id: int) -> SheetLine:
    """The sheet whose objection waits for an answer; Refusal when none does."""
    line = await held_sheet(session, sheet_id)
    if line.sheet.state is not SheetState.OBJECTED:
        who = await name_of(session, line.sheet.decided_by)
        raise Refusal("objection-answered", unit=line.unit.name, who=who, when=line.sheet.decided_at)
    return line


async def _objected(session: AsyncSession, actor: Actor, sheet_id: int) -> SheetLine:
    line = await objected(session, sheet_id)
    line.sheet.self_reviewed = await self_reviewed(session, actor, line.sheet.unit_id)
    return line


async def _answer(
    session: AsyncSession, rules: Rules, actor: Actor, line: SheetLine, reason: str, now: datetime
) -> SheetLine:
    sheet = line.sheet
    sheet.decision, sheet.decided_at, sheet.decided_by = reason, now, actor.person
    move(session, sheet, SheetState.ANSWERED, actor.label, now)
    await session.flush()
    after = await sheet_line(session, sheet.id or 0) or line
    await note(
        session,
        actor.label,
        "objection_answered",
        f"sheet:{sheet.id}",
        now,
        unit=line.unit.name,
        tenths=after.tenths,
        reason=reason,
        self_reviewed=sheet.self_reviewed,
    )
    evaluation = await session.get_one(Evaluation, sheet.evaluation_id)
    facts = {
        "year": evaluation.year,
        "unit": line.unit.name,
        "before": sheet.content["total"],
        "total": after.total,
        "change": points_of(after.tenths) if after.tenths else None,
        "reason": reason,
        "self_reviewed": sheet.self_reviewed,
    }
    await tell_unit(session, rules, sheet.unit_id, f"objection-answered/{sheet.id}", "objection-answered", facts, now)
    return after
