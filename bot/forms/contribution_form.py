"""What a responsible unit did for a task this quarter: one question, and the confirmation."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms.answers import words_or_none
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.contributions import ContributionLine
from register.tables import Draft

WORDS = "words"


class ContributionForm:
    """Implements ``bot.forms.form.Form``."""

    name = "contribution"
    start = Act.CONTRIBUTE
    template = "contribution-form"
    takes_files = False

    def next_question(self, answers: dict[str, Any]) -> str:
        return SUMMARY if WORDS in answers else WORDS

    def read(self, question: str, text: str) -> Any:
        if question == SUMMARY:
            raise Refusal("use-buttons")
        return words_or_none(text)

    async def rows(self, _work: Work, draft: Draft, _files: int) -> Rows:
        cancel = [_offer(draft, Act.CONTRIBUTE_CANCEL, "form-cancel", draft.question)]
        if draft.question == WORDS:
            return [[_offer(draft, Act.CONTRIBUTE_NOTHING, "contribute-nothing", WORDS)], cancel]
        confirm = _offer(draft, Act.CONTRIBUTE_CONFIRM, "contribute-confirm", SUMMARY)
        return [[confirm, _offer(draft, Act.CONTRIBUTE_EDIT, "form-edit", SUMMARY)], cancel]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = ContributionForm()


def _offer(draft: Draft, act: Act, label: str, argument: str) -> Offer:
    return Offer(act, label, draft.target, draft.id, argument)


def facts_about(line: ContributionLine, leads: list[str]) -> dict[str, Any]:
    """What the form says at its head, frozen as it opens."""
    return {
        "act": Act.CONTRIBUTE.value,
        "number": line.task.number,
        "title": line.task.title,
        "unit": line.unit.name,
        "leads": leads,
        "quarter": line.round.quarter,
        "closes_on": facts_of(line.round.closes_on),
    }
