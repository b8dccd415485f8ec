"""Difficulties in chat: put to the office from the receipt, answered, put again, settled."""

from __future__ import annotations

from actions.acts import Act
from actions.answer_difficulty import answer_difficulty
from actions.coordinate import put_again, put_difficulty, settle
from actions.coordination import held, refuse_as_it_stands
from bot.forms.reason_form import ReasonForm, card_pressed
from bot.forms.steps import open_form
from bot.handlers.marking import mark, mark_one
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.coordinations import last_said, unsettled
from register.states import CoordinationState
from register.tables import Button, Draft, Report, Request


async def offer_to_put(work: Work, report_id: int) -> Rows:
    """The row that puts the report's difficulty to the office; none without a difficulty, or while it waits there."""
    report = await work.session.get_one(Report, report_id)
    if not report.problems:
        return []
    request = await work.session.get_one(Request, report.request_id)
    before = await unsettled(work.session, request.task_id, request.unit_id)
    if before is not None and before.state is CoordinationState.OPEN:
        return []
    return [[Offer(Act.COORDINATE, "coordinate", report_id)]]


async def put(work: Work, button: Button) -> None:
    await put_difficulty(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    await mark_one(work, button, "coordination-put", when=work.at)


async def settled(work: Work, button: Button) -> None:
    await settle(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    await mark(work, "coordination-settled", who=work.actor.name, when=work.at)


async def ask_answer(work: Work, button: Button) -> None:
    await _ask_words(work, button, ANSWER, CoordinationState.OPEN)


async def ask_again(work: Work, button: Button) -> None:
    await _ask_words(work, button, AGAIN, CoordinationState.ANSWERED)


async def _ask_words(work: Work, button: Button, form: ReasonForm, needed: CoordinationState) -> None:
    line = await held(work.session, button.target or 0)
    if line.coordination.state is not needed:
        await refuse_as_it_stands(work.session, line.coordination)
    last = await last_said(work.session, line.coordination.id or 0)
    facts = {
        "act": button.act,
        "number": line.task.number,
        "title": line.task.title,
        "unit": line.unit.name,
        "last": last.words,
    }
    await open_form(work, form, line.coordination.id or 0, facts | card_pressed(work))


async def _answer(work: Work, draft: Draft, words: str) -> None:
    await answer_difficulty(work.session, work.desk.rules, work.actor, draft.target, words, work.at)
    await mark(work, "coordination-answered", who=work.actor.name, when=work.at, words=words)


async def _again(work: Work, draft: Draft, words: str) -> None:
    await put_again(work.session, work.desk.rules, work.actor, draft.target, words, work.at)
    await mark(work, "coordination-put", when=work.at)


ANSWER = ReasonForm(Act.COORDINATION_ANSWER, Act.COORDINATION_ANSWER_STOP, _answer, template="coordination-form")
AGAIN = ReasonForm(Act.COORDINATION_AGAIN, Act.COORDINATION_AGAIN_STOP, _again, template="coordination-form")
