"""The bureau decides a case: accept, decline with a reason, hold until a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.acts import Act
from actions.decide import Decided, Decision, decide, hold_day, offered_hold
from actions.refusal import Refusal
from bot.forms.answers import day_of
from bot.forms.drafts import about, drop, my_draft
from bot.forms.form import SUMMARY
from bot.forms.reason_form import ReasonForm, card_pressed, return_to_card
from bot.forms.steps import open_form
from bot.handlers.marking import mark, mark_one
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.case_offers import ways_on
from register.states import CaseState
from register.tables import Button, Draft
from register.views.cases import case_line


async def accept(work: Work, button: Button) -> None:
    await _decide(work, button.target or 0, button.version or 0, Decision.ACCEPT, None, None, button)


async def decline(work: Work, button: Button) -> None:
    await _ask(work, DECLINE, button)


async def hold(work: Work, button: Button) -> None:
    await _ask(work, HOLD, button)


async def hold_until(work: Work, button: Button) -> None:
    """The day that was offered."""
    draft = await my_draft(work)
    if draft is None or (draft.form, draft.target) != (HOLD.name, button.target):
        raise Refusal("draft-gone")
    question = work.pressed
    await return_to_card(work, draft)
    await _decide_hold(work, draft, date.fromisoformat(button.argument or ""))
    await drop(work)
    work.pressed = question
    await mark(work, "chosen")


async def _ask(work: Work, form: ReasonForm, button: Button) -> None:
    case = await case_line(work.session, button.target or 0)
    if case is None:
        raise Refusal("case-unknown")
    if case.state is not CaseState.PROPOSED:
        raise Refusal("case-not-open", unit=case.unit)
    if case.version != button.version:
        raise Refusal("button-old")
    facts = {
        "act": form.start.value,
        "unit": case.unit,
        "leading_body": case.leading_body,
        "tasks": [ground.task for ground in case.grounds],
        "version": case.version,
        "token": button.token,
        "offered": offered_hold(work.desk.rules, work.at).isoformat(),
    }
    await open_form(work, form, case.case_id, facts | card_pressed(work))


async def _declined(work: Work, draft: Draft, reason: str) -> None:
    pressed = await work.session.get_one(Button, about(draft)["token"])
    await _decide(work, draft.target, about(draft)["version"], Decision.DECLINE, reason, None, pressed)
    await work.reply("case-decided", _told(draft, Decision.DECLINE))


async def _held(work: Work, draft: Draft, text: str) -> None:
    await _decide_hold(work, draft, date.fromisoformat(text))


async def _decide_hold(work: Work, draft: Draft, until: date) -> None:
    pressed = await work.session.get_one(Button, about(draft)["token"])
    await _decide(work, draft.target, about(draft)["version"], Decision.HOLD, None, until, pressed)
    await work.reply("case-decided", _told(draft, Decision.HOLD, until))


def _told(draft: Draft, decision: Decision, until: date | None = None) -> dict[str, Any]:
    return {
        "unit": about(draft)["unit"],
        "leading_body": about(draft).get("leading_body", False),
        "decision": decision.value,
        "hold_until": until.isoformat() if until is not None else None,
    }


async def _decide(
    work: Work, case_id: int, version: int, decision: Decision, reason: str | None, until: date | None, button: Button
) -> Decided:
    decided = await decide(
        work.session, work.desk.rules, work.actor, case_id, version, decision, reason, until, work.at
    )
    state, version = CaseState.ACCEPTED, decided.version
    after = ways_on(case_id, version, decided.unit, state, decided.leading_body) if decision is Decision.ACCEPT else []
    await mark_one(
        work,
        button,
        "case-decided",
        after,
        unit=decided.unit,
        leading_body=decided.leading_body,
        decision=decided.decision.value,
        reason=decided.reason or "",
        hold_until=decided.hold_until,
        who=work.actor.name,
        when=work.at,
    )
    return decided


class HoldForm(ReasonForm):
    """Asks for a day; one is offered."""

    def settled(self, work: Work, words: str) -> str:
        rules = work.desk.rules
        return hold_day(rules, day_of(words, rules.today(work.at)), work.at).isoformat()

    async def rows(self, work: Work, draft: Draft, files: int) -> Rows:
        if draft.question == SUMMARY:
            return await super().rows(work, draft, files)
        offered, version = about(draft)["offered"], about(draft)["version"]
        offer = Offer(Act.CASE_HOLD_UNTIL, "case-hold-until", draft.target, version, offered, (("day", offered),))
        return [[offer], *await super().rows(work, draft, files)]


DECLINE = ReasonForm(Act.CASE_DECLINE, Act.CASE_CANCEL, _declined)
HOLD = HoldForm(Act.CASE_HOLD, Act.CASE_CANCEL, _held)
