"""The unit reports its rectification: the presses of the form."""

from __future__ import annotations

from actions.acts import Act
from actions.rectify import report_rectification
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms.drafts import drop, given
from bot.forms.rectify_form import FORM, NOTE
from bot.forms.steps import open_form, pressed_draft, reopen, take
from bot.handlers.marking import mark
from bot.transaction import Work
from register.states import CaseState
from register.tables import Button
from register.views.cases import case_line


async def open_rectification(work: Work, button: Button) -> None:
    case = await case_line(work.session, button.target or 0)
    if case is None:
        raise Refusal("case-unknown")
    if case.state is not CaseState.RECTIFYING or case.rectify_by is None:
        raise Refusal("case-gone-on", unit=case.unit, state=case.state.value, who="", when=None)
    facts = {
        "act": Act.CASE_RECTIFY.value,
        "unit": case.unit,
        "rectify": case.rectify,
        "due": case.rectify_by.isoformat(),
    }
    await open_form(work, FORM, case.case_id, facts)


async def files_done(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    await take(work, FORM, draft, "", turn=True)


async def edit(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    await reopen(work, FORM, draft, NOTE)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button, anywhere=True)
    await drop(work, draft)
    await mark(work, "rectify-dropped")


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    words = given(draft)[NOTE]
    rules = work.desk.rules
    done = await report_rectification(work.session, rules, work.actor, draft.target, words, draft.id, work.at)
    await work.turn_card("rectification-filed", facts_of(done) | {"when": work.at.isoformat()}, kind="receipt")
