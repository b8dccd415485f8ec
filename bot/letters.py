"""The facts of a single paper, read from the register: the papers of a case, a circular's answers, an evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.evaluation_facts import check_year, year_scores
from documents.case_papers import talk_notice_facts, talk_record_facts
from documents.facts import full_office
from documents.paper import Paper
from documents.slips import orders_of_message
from documents.words import full_day
from register.circulars import local
from register.evaluation.frozen import evaluation_of, sheet_lines
from register.evaluation.sheet import content_of
from register.loading import plan_of
from register.rules import Rules
from register.states import EvaluationState, RecipientState
from register.tables import Case, Circular, Evaluation, Unit
from register.tables.circulars import Reply
from register.views.case_history import history_of
from register.views.cases import case_line
from register.views.circulars import answers_to, table_facts

_CASE_PAPERS = {Paper.TALK_NOTICE: talk_notice_facts, Paper.TALK_RECORD: talk_record_facts}


@dataclass(frozen=True, slots=True)
class Letter:
    """A paper to be made; ``subject`` names its file, the facts are frozen as they are read."""

    kind: Paper
    subject: str
    facts: dict[str, Any]


async def all_letters(session: AsyncSession, rules: Rules, now: datetime) -> list[Letter]:
    """Every paper of cases, circulars and years that the register has something to say in."""
    cases = (await session.exec(select(Case.id).order_by(col(Case.id)))).all()
    of_cases = [await case_letter(session, rules, kind, case or 0) for case in cases for kind in _CASE_PAPERS]
    circulars = (await session.exec(select(Circular).order_by(col(Circular.id)))).all()
    years = (await session.exec(select(Evaluation.year).order_by(col(Evaluation.year)))).all()
    return [
        *(letter for letter in of_cases if letter is not None),
        *[await opinions_letter(session, rules, circular, now) for circular in circulars],
        *[await evaluation_letter(session, rules, year, now) for year in years],
    ]


async def case_letter(session: AsyncSession, rules: Rules, kind: Paper, case_id: int) -> Letter | None:
    """The notice of the talk, or its record; None while there is none."""
    case = await case_line(session, case_id)
    if case is None:
        return None
    head = await _head(session)
    facts = _CASE_PAPERS[kind](case, await history_of(session, case_id), head["title"], head["bureau"], rules)
    return Letter(kind, f"{case.unit}{full_day(case.proposed_on)}案件", facts) if facts is not None else None


async def order_letter(session: AsyncSession, told: dict[str, Any]) -> Letter:
    """The slips that go with the message of an order; ``told`` are its facts."""
    head = await _head(session)
    return Letter(Paper.ORDER, f"{told['unit']}{full_day(told['day'])}", orders_of_message(head, told))


async def opinions_letter(session: AsyncSession, rules: Rules, circular: Circular, now: datetime) -> Letter:
    """The table of the answers as they stand."""
    lines = await answers_to(session, circular.id or 0)
    states = [line.state for line in lines]
    facts = {
        **table_facts(rules, circular, lines),
        "letterhead": (await _head(session))["letterhead"],
        "circular_title": circular.title,
        "day": rules.today(now).isoformat(),
        "answered": states.count(RecipientState.ANSWERED),
        "opinions": sum(line.reply is Reply.OPINION for line in lines),
        "silent": states.count(RecipientState.SILENT),
        "waiting": states.count(RecipientState.ASKED),
        "unreached": states.count(RecipientState.UNREACHED),
    }
    return Letter(Paper.OPINIONS, circular.title, facts)


async def evaluation_letter(session: AsyncSession, rules: Rules, year: int, now: datetime) -> Letter:
    """The year's sheets as they were sent out, or as they stand; Refusal when that is no year of the plan."""
    await check_year(session, rules, year, now)
    evaluation = await evaluation_of(session, year)
    today = rules.today(now)
    facts = {
        **await _head(session),
        "day": today.isoformat(),
        "year": year,
        "over": today.year > year,
        "ranked": evaluation.ranked if evaluation else rules.policy.evaluation.ranked,
        **_standing(rules, evaluation),
        "rows": await _rows(session, rules, year, evaluation, now),
    }
    return Letter(Paper.EVALUATION, str(year), facts)


def _standing(rules: Rules, evaluation: Evaluation | None) -> dict[str, Any]:
    if evaluation is None:
        return {"sent": False}
    final_at = evaluation.final_at
    return {
        "sent": True,
        "final": evaluation.state is EvaluationState.FINAL,
        "final_at": local(rules, final_at) if final_at is not None else None,
        "object_by": evaluation.object_by.isoformat(),
    }


async def _rows(
    session: AsyncSession, rules: Rules, year: int, evaluation: Evaluation | None, now: datetime
) -> list[dict[str, Any]]:
    if evaluation is None:
        scored = [content_of(one) for one in await year_scores(session, rules, year, now)]
        return [{"sheet": sheet, "total": sheet["total"], "adjusted": ""} for sheet in scored]
    lines = await sheet_lines(session, evaluation.id or 0)
    return [
        {"sheet": one.sheet.content, "total": one.total, "adjusted": f"{one.tenths / 10:+.1f}" if one.tenths else ""}
        for one in lines
    ]


async def _head(session: AsyncSession) -> dict[str, str]:
    """The plan's title, and the names of the bodies that sign."""
    plan = await plan_of(session)
    if plan is None:
        raise LookupError("a paper was asked of an empty register")
    group, office, bureau = [
        (await session.get_one(Unit, unit_id)).name
        for unit_id in (plan.leading_group_id, plan.office_id, plan.bureau_id)
    ]
    return {"title": plan.title, "letterhead": full_office(group, office), "office": office, "bureau": bureau}
