"""The bureau records what came of the talk (约谈), or of the leading group's study, and what is to be mended (整改)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.case_file import go_on, open_file
from actions.case_telling import tell_step, tell_unit
from actions.refusal import Refusal
from actions.talk_times import check_due
from actions.texts import trimmed, words_needed
from register.buttons import Offer
from register.case_record import write_step
from register.rules import Rules
from register.states import CaseState
from register.tables import CaseEvent

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Result:
    """``rectify`` is empty when nothing is to be mended; ``due`` is the last day for it."""

    words: str
    rectify: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Recorded:
    case_id: int
    unit: str
    result: Result
    closed: bool


async def record_talk(
    session: AsyncSession, rules: Rules, actor: Actor, case_id: int, version: int, result: Result, now: datetime
) -> Recorded:
    """Put the result on record: the unit has until ``due``; without anything to mend the case is closed.

    Refused: anybody but the bureau, a case that waits for something else, a record before the talk, a wrong day.
    """
    await require(session, actor, Act.CASE_RECORD, case_id)
    file = await open_file(session, case_id, version, CaseState.NOTIFIED)
    case = file.case
    if case.talk_at is not None and now < case.talk_at:
        raise Refusal("talk-not-yet", unit=file.unit, when=case.talk_at)
    said = Result(words_needed(result.words), trimmed(result.rectify), result.due if result.rectify else None)
    if said.rectify:
        if said.due is None:
            raise Refusal("day-needed")
        check_due(rules, said.due, now)
    after = CaseState.RECTIFYING if said.rectify else CaseState.CLOSED
    go_on(session, case, after, actor, now)
    case.rectify, case.rectify_by = said.rectify or None, said.due
    case.speaks_on = rules.today(now) + _DAY if said.rectify else None
    due = said.due.isoformat() if said.due is not None else None
    step = await write_step(
        session, case, CaseEvent.RECORDED, now, by=actor.person, words=said.words, rectify=said.rectify, due=due
    )
    facts = file.facts(actor, now) | {"words": said.words, "rectify": said.rectify, "due": due}
    offers = [[Offer(Act.CASE_RECTIFY, "case-rectify", case_id)]] if said.rectify else []
    await tell_unit(session, rules, file, f"talk-result/{step.id}", "talk-result", facts, now, offers=offers)
    await tell_step(session, rules, file, step, actor.name, now)
    return Recorded(case_id, file.unit, said, closed=after is CaseState.CLOSED)
