"""A unit explains itself (情况说明) before the bureau decides: it is heard, whatever the calendar says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.drafts import own_draft, use_up
from actions.refusal import Refusal
from actions.tell import Telling, tell
from actions.texts import trimmed
from plans.roles import Role
from register.buttons import Offer
from register.explanations import Asked, asked_about, explanation_of
from register.loading import plan_of
from register.locks import locked_one
from register.record import note
from register.rules import Rules
from register.tables import Case, Climb, Explanation


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation is on record; ``tasks`` are those it speaks of."""

    explanation_id: int
    unit: str
    tasks: tuple[int, ...]
    version: int
    files: int
    proposed: bool
    """The bureau has the proposal already and was told of the explanation at once."""


async def open_question(session: AsyncSession, climb_id: int) -> Asked:
    """What is to be explained. Refused: what nobody asked, what was done meanwhile, and what has been decided."""
    asked = await asked_about(session, climb_id)
    if asked is None:
        raise Refusal("explanation-unasked")
    if not any(ground.undecided for ground in asked.grounds):
        decided = any(ground.case is not None for ground in asked.grounds)
        raise Refusal("explanation-decided" if decided else "explanation-unneeded")
    return asked


async def explain(
    session: AsyncSession, rules: Rules, actor: Actor, climb_id: int, words: str, draft_id: int, now: datetime
) -> Explained:
    """File the explanation of every ground that was asked together with this one; an earlier one is superseded.

    It meets no duty and moves no step. Refused: another unit, a used draft, and as ``open_question`` is.
    """
    await require(session, actor, Act.EXPLAIN_CONFIRM, climb_id)
    draft = await own_draft(session, actor, draft_id)
    first = min(ground.climb_id for ground in (await open_question(session, climb_id)).grounds)
    await locked_one(session, Climb, first)
    asked = await open_question(session, climb_id)
    if draft is None:
        raise Refusal("draft-gone")
    before = await explanation_of(session, asked.letter)
    row = Explanation(
        letter=asked.letter,
        unit_id=asked.unit_id,
        version=before.version + 1 if before is not None else 1,
        words=trimmed(words),
        filed_at=now,
        filed_by=actor.person,
    )
    session.add(row)
    await session.flush()
    files = await use_up(session, draft, row)
    cases = sorted({ground.case_id for ground in asked.grounds if ground.undecided and ground.case_id is not None})
    tasks = tuple(dict.fromkeys(ground.task for ground in asked.grounds))
    explained = Explained(row.id or 0, asked.unit, tasks, row.version, files, proposed=bool(cases))
    await _note(session, actor, explained, now)
    await _tell(session, rules, actor, asked, row, explained, cases, now)
    return explained


async def _note(session: AsyncSession, actor: Actor, explained: Explained, now: datetime) -> None:
    await note(
        session,
        actor.label,
        "explanation_filed",
        f"explanation:{explained.explanation_id}",
        now,
        unit=explained.unit,
        tasks=list(explained.tasks),
        version=explained.version,
        files=explained.files,
    )


async def _tell(
    session: AsyncSession,
    rules: Rules,
    actor: Actor,
    asked: Asked,
    row: Explanation,
    explained: Explained,
    cases: list[int],
    now: datetime,
) -> None:
    """The office hears of it at once; the bureau where the proposal lies before it already."""
    plan = await plan_of(session)
    if plan is None:
        return
    facts = _facts(actor, asked, row, explained, now)
    shown = (("count", explained.files),)
    files = [[Offer(Act.SHOW_EXPLANATION_FILES, "show-files", row.id, facts=shown)]] if explained.files else []
    key = f"explanation/{row.id}"
    office = Telling(plan.office_id, Role.OFFICE, key, "other", "explanation-card", facts, files)
    await tell(session, rules, office, now)
    if cases:
        packs = [await _evidence(session, case_id, asked.unit) for case_id in cases]
        bureau = Telling(plan.bureau_id, Role.BUREAU, key, "other", "explanation-card", facts, [*files, *packs])
        await tell(session, rules, bureau, now)


def _facts(actor: Actor, asked: Asked, row: Explanation, explained: Explained, now: datetime) -> dict[str, Any]:
    items = [
        {"task": one.task, "milestone": None, "why": "explained", "title": one.title, "about": asked.unit}
        for one in asked.grounds
    ]
    return {
        "items": items,
        "about": asked.unit,
        "tasks": list(explained.tasks),
        "words": row.words,
        "files": explained.files,
        "version": row.version,
        "proposed": explained.proposed,
        "who": actor.name,
        "when": now.isoformat(),
    }


async def _evidence(session: AsyncSession, case_id: int, unit: str) -> list[Offer]:
    case = await session.get_one(Case, case_id)
    return [Offer(Act.CASE_EVIDENCE, "case-evidence", case_id, case.version, facts=(("unit", unit),))]
