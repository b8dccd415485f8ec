"""The bureau checks a rectification, follows up a closed case, and withdraws a wrong one (as the office may)."""

from __future__ import annotations

from actions.acts import Act
from actions.check_rectification import pass_rectification, return_rectification
from actions.follow_up_case import follow_up
from actions.refusal import Refusal
from actions.withdraw_case import withdraw_case
from bot.forms.drafts import about
from bot.forms.reason_form import ReasonForm, card_pressed
from bot.forms.steps import open_form
from bot.handlers.marking import mark_one
from bot.transaction import Work
from register.case_offers import ways_on
from register.states import ENDED, CaseState
from register.tables import Button, Draft
from register.views.cases import case_line


async def passed(work: Work, button: Button) -> None:
    case_id, version = button.target or 0, button.version or 0
    done = await pass_rectification(work.session, work.desk.rules, work.actor, case_id, version, work.at)
    after = ways_on(case_id, version + 1, done.unit, CaseState.CLOSED, leading_body=False)
    who, when = work.actor.name, work.at
    await mark_one(work, button, "case-checked", after, unit=done.unit, who=who, when=when)


async def send_back(work: Work, button: Button) -> None:
    await _ask(work, RETURN, button, CaseState.CHECKING)


async def note_later(work: Work, button: Button) -> None:
    await _ask(work, FOLLOW_UP, button, CaseState.CLOSED)


async def withdraw(work: Work, button: Button) -> None:
    await _ask(work, WITHDRAW, button, *(frozenset(CaseState) - ENDED))


async def _ask(work: Work, form: ReasonForm, button: Button, *states: CaseState) -> None:
    """Nothing is done before the words are there."""
    case = await case_line(work.session, button.target or 0)
    if case is None:
        raise Refusal("case-unknown")
    if case.state not in states:
        raise Refusal("case-gone-on", unit=case.unit, state=case.state.value, who="", when=None)
    if case.version != button.version:
        raise Refusal("button-old")
    facts = {"act": form.start.value, "unit": case.unit, "version": case.version, "token": button.token}
    await open_form(work, form, case.case_id, facts | card_pressed(work))


async def _returned(work: Work, draft: Draft, reason: str) -> None:
    version = about(draft)["version"]
    rules = work.desk.rules
    done = await return_rectification(work.session, rules, work.actor, draft.target, version, reason, work.at)
    await _mark(work, draft, "case-returned", done.unit, reason)


async def _withdrawn(work: Work, draft: Draft, reason: str) -> None:
    version = about(draft)["version"]
    done = await withdraw_case(work.session, work.desk.rules, work.actor, draft.target, version, reason, work.at)
    await _mark(work, draft, "case-withdrawn", done.unit, reason)


async def _followed_up(work: Work, draft: Draft, words: str) -> None:
    await follow_up(work.session, work.desk.rules, work.actor, draft.target, words, work.at)
    await _mark(work, draft, "case-followed-up", about(draft)["unit"], words)


async def _mark(work: Work, draft: Draft, result: str, unit: str, reason: str) -> None:
    button = await work.session.get_one(Button, about(draft)["token"])
    await mark_one(work, button, result, unit=unit, reason=reason, who=work.actor.name, when=work.at)


RETURN = ReasonForm(Act.CASE_RETURN, Act.CASE_CANCEL, _returned)
FOLLOW_UP = ReasonForm(Act.CASE_FOLLOW_UP, Act.CASE_CANCEL, _followed_up)
WITHDRAW = ReasonForm(Act.CASE_WITHDRAW, Act.CASE_WITHDRAW_CANCEL, _withdrawn)
