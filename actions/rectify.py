"""The unit reports that it has mended (整改) what the talk found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.case_file import CaseFile, go_on, open_file
from actions.case_telling import tell_body, tell_step
from actions.drafts import own_draft, use_up
from actions.refusal import Refusal
from actions.texts import words_needed
from plans.roles import Role
from register.buttons import Offer
from register.case_record import write_step
from register.outages import too_late
from register.rules import Rules
from register.states import CaseState
from register.tables import CaseEvent, CaseStep


@dataclass(frozen=True, slots=True)
class Rectified:
    """The report waits for the bureau."""

    case_id: int
    step_id: int
    unit: str
    due: date
    files: int
    late: bool


async def report_rectification(
    session: AsyncSession, rules: Rules, actor: Actor, case_id: int, words: str, draft_id: int | None, now: datetime
) -> Rectified:
    """Report the rectification as done, with the files of the draft.

    Refused: another unit, a case that waits for something else, and a draft that has been used up.
    """
    await require(session, actor, Act.CASE_RECTIFY, case_id)
    draft = await own_draft(session, actor, draft_id) if draft_id is not None else None
    file = await open_file(session, case_id, None, CaseState.RECTIFYING)
    if draft_id is not None and draft is None:
        raise Refusal("draft-gone")
    due = file.case.rectify_by or rules.today(now)
    late = await too_late(session, rules, due, now)
    said = words_needed(words)
    go_on(session, file.case, CaseState.CHECKING, actor, now)
    step = await write_step(session, file.case, CaseEvent.REPORTED, now, by=actor.person, words=said, late=late)
    files = await use_up(session, draft, step)
    step.facts = {**step.facts, "files": files}
    await _tell_bureau(session, rules, actor, file, step, now)
    await tell_step(session, rules, file, step, actor.name, now)
    return Rectified(case_id, step.id or 0, file.unit, due, files, late)


async def _tell_bureau(
    session: AsyncSession, rules: Rules, actor: Actor, file: CaseFile, step: CaseStep, now: datetime
) -> None:
    case, unit = file.case, (("unit", file.unit),)
    facts = file.facts(actor, now) | {
        "words": step.words,
        "files": step.facts["files"],
        "late": step.facts["late"],
        "rectify": case.rectify,
        "due": case.rectify_by.isoformat() if case.rectify_by is not None else None,
    }
    rows = [
        [
            Offer(Act.CASE_CHECKED, "case-checked", case.id, case.version, facts=unit),
            Offer(Act.CASE_RETURN, "case-return", case.id, case.version, facts=unit),
        ],
        [Offer(Act.CASE_EVIDENCE, "case-open", case.id, case.version, facts=unit)],
    ]
    if count := step.facts["files"]:
        show = Offer(Act.SHOW_STEP_FILES, "show-files", step.id, facts=(("count", count),))
        rows = [[show], *rows]
    await tell_body(session, rules, Role.BUREAU, f"rectified/{step.id}", "rectification-card", facts, now, rows)
