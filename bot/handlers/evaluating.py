"""The office's page of a year's evaluation: the table, sending it out, the burden on the units, and making it final."""

from __future__ import annotations

import re
from typing import Any

from telegram import Update

from actions.access import require
from actions.acts import Act
from actions.burden import burdens
from actions.evaluation_facts import check_year, year_scores
from actions.finish_evaluation import finish_evaluation, ready
from actions.refusal import Refusal
from actions.send_evaluation import refuse_sent, send_evaluation
from bot.facts import facts_of
from bot.handlers.arguments import behind_command
from bot.handlers.marking import mark
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.evaluation.frozen import SheetLine, evaluation_of, seal_sheets, sheet_lines
from register.evaluation.sheet import content_of
from register.people import name_of
from register.seats import unit_called
from register.states import EvaluationState, SheetState
from register.tables import Button, Evaluation

_ASKED = re.compile(r"(?:((?:19|20)\d{2})\s*年?)?\s*(.*)")
_SURE = "sure"
_LAST_MONTH = 3
"""Until the end of March the year before is what people mean."""


async def evaluation_command(work: Work, update: Update) -> None:
    """/evaluation 2021, or /evaluation 2021 发改委."""
    work.place = await require(work.session, work.actor, Act.EVALUATION)
    found = _ASKED.fullmatch(behind_command(update))
    if found is None:
        raise Refusal("evaluation-year")
    year = int(found[1]) if found[1] else _usual_year(work)
    if found[2]:
        await _show_unit(work, year, found[2])
    else:
        await _show(work, year)


async def show(work: Work, button: Button) -> None:
    await _show(work, button.target or 0)


def _usual_year(work: Work) -> int:
    today = work.desk.rules.today(work.at)
    return today.year - (today.month <= _LAST_MONTH)


async def _show(work: Work, year: int) -> None:
    await check_year(work.session, work.desk.rules, year, work.at)
    evaluation = await evaluation_of(work.session, year)
    if evaluation is None:
        scores = await year_scores(work.session, work.desk.rules, year, work.at)
        rows = [_row(content_of(one), None) for one in scores]
    else:
        lines = await sheet_lines(work.session, evaluation.id or 0)
        rows = [_row(one.sheet.content, one) for one in lines]
    facts = {
        "year": year,
        "rows": rows,
        "ranked": evaluation.ranked if evaluation else work.desk.rules.policy.evaluation.ranked,
        "over": work.desk.rules.today(work.at).year > year,
        "sent": await _standing(work, evaluation) if evaluation is not None else None,
    }
    await work.reply("evaluation", facts, await _ways(work, year, evaluation))


def _row(content: dict[str, Any], line: SheetLine | None) -> dict[str, Any]:
    return {
        "sheet": content,
        "total": line.total if line is not None else content["total"],
        "changed": line is not None and line.tenths != 0,
        "state": line.sheet.state.value if line is not None else None,
    }


async def _standing(work: Work, evaluation: Evaluation) -> dict[str, Any]:
    lines = await sheet_lines(work.session, evaluation.id or 0)
    return {
        "final": evaluation.state is EvaluationState.FINAL,
        "sent_at": evaluation.sent_at.isoformat(),
        "sent_by": await name_of(work.session, evaluation.sent_by),
        "object_by": evaluation.object_by.isoformat(),
        "final_at": evaluation.final_at.isoformat() if evaluation.final_at else None,
        "final_by": await name_of(work.session, evaluation.final_by),
        "single_handed": evaluation.single_handed,
        "digest": evaluation.digest,
        "intact": evaluation.digest is None or seal_sheets(lines) == evaluation.digest,
    }


async def _ways(work: Work, year: int, evaluation: Evaluation | None) -> Rows:
    paper = Offer(Act.EVALUATION_PAPER, "paper-evaluation", year)
    more = [paper, Offer(Act.EVALUATION_BURDEN, "evaluation-burden", year)]
    if evaluation is None:
        return [[Offer(Act.EVALUATION_SEND, "evaluation-send", year)], more]
    if evaluation.state is EvaluationState.FINAL:
        return [more]
    waiting = [
        [Offer(Act.OPEN_OBJECTION, "open-objection", one.sheet.id, facts=(("unit", one.unit.name),))]
        for one in await sheet_lines(work.session, evaluation.id or 0)
        if one.sheet.state is SheetState.OBJECTED
    ]
    return [*waiting, [Offer(Act.EVALUATION_FINAL, "evaluation-final", evaluation.id)], more]


async def _show_unit(work: Work, year: int, name: str) -> None:
    """One unit with the facts behind every point."""
    unit = await unit_called(work.session, name)
    evaluation = await evaluation_of(work.session, year)
    if evaluation is not None:
        lines = await sheet_lines(work.session, evaluation.id or 0)
        found = [_row(one.sheet.content, one) for one in lines if unit is not None and one.unit.id == unit.id]
    else:
        scores = await year_scores(work.session, work.desk.rules, year, work.at)
        found = [_row(content_of(one), None) for one in scores if unit is not None and one.unit.unit_id == unit.id]
    if not found:
        raise Refusal("evaluation-no-unit", year=year, unit=name)
    await work.reply("evaluation-unit", {"year": year, **found[0]})


async def send(work: Work, button: Button) -> None:
    """It is asked once more, because every unit gets a message."""
    year = button.target or 0
    if button.argument != _SURE:
        await refuse_sent(work.session, year)
        days = work.desk.rules.policy.evaluation.objection_days
        sure = Offer(Act.EVALUATION_SEND, "evaluation-sure", year, argument=_SURE)
        over = work.desk.rules.today(work.at).year > year
        await work.reply("evaluation-confirm", {"year": year, "days": days, "over": over}, [[sure]])
        return
    sent = await send_evaluation(work.session, work.desk.rules, work.actor, year, work.at)
    await mark(work, "evaluation-sent", who=work.actor.name, when=work.at)
    await work.reply("evaluation-sent", facts_of(sent))


async def show_burden(work: Work, button: Button) -> None:
    year = button.target or 0
    rows = [facts_of(one) for one in await burdens(work.session, work.desk.rules, year)]
    await work.reply("burden", {"year": year, "rows": rows})


async def finish(work: Work, button: Button) -> None:
    """It is asked once more, because nothing can be changed afterwards."""
    session, rules, evaluation_id = work.session, work.desk.rules, button.target or 0
    if button.argument != _SURE:
        found = await ready(session, rules, work.actor, evaluation_id, work.at)
        facts = {
            "year": found.evaluation.year,
            "states": [{"state": one.value, "count": found.count(one)} for one in SheetState if found.count(one)],
            "single_handed": found.single_handed,
        }
        sure = Offer(Act.EVALUATION_FINAL, "evaluation-final-sure", evaluation_id, argument=_SURE)
        await work.reply("evaluation-ready", facts, [[sure]])
        return
    done = await finish_evaluation(session, rules, work.actor, evaluation_id, work.at)
    await mark(work, "evaluation-final", who=work.actor.name, when=work.at)
    await _show(work, done.evaluation.year)
