"""The bureau's cases: the list, the evidence, accept, decline with a reason, hold until a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.access import require
from actions.acts import Act
from actions.decide import Decided, Decision, decide, offered_hold
from actions.pack import evidence_pack
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms.answers import day_of
from bot.forms.drafts import about, drop, my_draft
from bot.forms.form import SUMMARY
from bot.forms.reason_form import ReasonForm, card_pressed, return_to_card
from bot.forms.steps import open_form
from bot.handlers.files import ask_for_files
from bot.handlers.marking import mark, mark_one
from bot.transaction import Rows, Work
from plans.roles import Role
from register.buttons import Offer
from register.decisions import decisions
from register.states import CaseState
from register.tables import Button, Draft
from register.views.cases import case_line, open_cases
from register.views.files import files_of_case


async def open_list(work: Work) -> None:
    """/cases."""
    work.place = await require(work.session, work.actor, Act.OPEN_CASES)
    await list_cases(work)


async def list_cases(work: Work, _button: Button | None = None) -> None:
    cases = await open_cases(work.session)
    rows = [
        [Offer(Act.CASE_EVIDENCE, "case-evidence", case.case_id, case.version, facts=(("unit", case.unit),))]
        for case in cases
    ]
    rules = work.desk.rules
    facts = [
        facts_of(case)
        | {
            "days": max((one.days_late(rules, work.at) for one in case.grounds), default=0),
            "remedied": all(one.remedied_at is not None for one in case.grounds),
        }
        for case in cases
    ]
    await work.reply("cases", {"cases": facts}, rows)


async def show_evidence(work: Work, button: Button) -> None:
    pack = await evidence_pack(work.session, work.desk.rules, button.target or 0, work.at)
    if pack is None:
        raise Refusal("case-unknown")
    decides = bool(work.actor.seats(Role.BUREAU)) and pack.case.state is CaseState.PROPOSED
    facts = facts_of(pack)
    facts["steps"] = _each_once(facts["steps"])
    files = await files_of_case(work.session, pack.case.case_id)
    rows = ask_for_files("case", pack.case.case_id, len(files))
    if decides:
        _evidence, *ways = decisions(pack.case.case_id, pack.case.version, pack.case.unit, pack.case.leading_body)
        rows += ways
    await work.reply("case", {"pack": facts}, rows)


def _each_once(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two grounds of one task climb with one message: the reader sees it once."""
    return list({(step["task"], step["step"], step["at"]): step for step in steps}.values())


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
        "tasks": [ground.task for ground in case.grounds],
        "version": case.version,
        "token": button.token,
        "offered": offered_hold(work.desk.rules, work.at).isoformat(),
    }
    await open_form(work, form, case.case_id, facts | card_pressed(work), button)


async def _declined(work: Work, draft: Draft, reason: str) -> None:
    pressed = await work.session.get_one(Button, about(draft)["token"])
    await _decide(work, draft.target, about(draft)["version"], Decision.DECLINE, reason, None, pressed)
    await work.reply("case-decided", {"unit": about(draft)["unit"], "decision": "decline", "hold_until": None})


async def _held(work: Work, draft: Draft, text: str) -> None:
    await _decide_hold(work, draft, date.fromisoformat(text))


async def _decide_hold(work: Work, draft: Draft, until: date) -> None:
    pressed = await work.session.get_one(Button, about(draft)["token"])
    await _decide(work, draft.target, about(draft)["version"], Decision.HOLD, None, until, pressed)
    facts = {"unit": about(draft)["unit"], "decision": "hold", "hold_until": until.isoformat()}
    await work.reply("case-decided", facts)


async def _decide(
    work: Work, case_id: int, version: int, decision: Decision, reason: str | None, until: date | None, button: Button
) -> Decided:
    decided = await decide(
        work.session, work.desk.rules, work.actor, case_id, version, decision, reason, until, work.at
    )
    await mark_one(
        work,
        button,
        "case-decided",
        unit=decided.unit,
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
        return day_of(words, work.desk.rules.today(work.at)).isoformat()

    async def rows(self, work: Work, draft: Draft, files: int) -> Rows:
        if draft.question == SUMMARY:
            return await super().rows(work, draft, files)
        offered, version = about(draft)["offered"], about(draft)["version"]
        offer = Offer(Act.CASE_HOLD_UNTIL, "case-hold-until", draft.target, version, offered, (("day", offered),))
        return [[offer], *await super().rows(work, draft, files)]


DECLINE = ReasonForm(Act.CASE_DECLINE, Act.CASE_CANCEL, _declined)
HOLD = HoldForm(Act.CASE_HOLD, Act.CASE_CANCEL, _held)
