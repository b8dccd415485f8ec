"""The explanation (情况说明): one question, files if there are any, and the confirmation."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms.answers import words_of
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.explanations import Asked, Given
from register.tables import Draft

WORDS = "words"


class ExplainForm:
    """Implements ``bot.forms.form.Form``."""

    name = "explain"
    start = Act.EXPLAIN
    template = "explain-form"
    takes_files = True

    def next_question(self, answers: dict[str, Any]) -> str:
        return SUMMARY if WORDS in answers else WORDS

    def read(self, question: str, text: str) -> Any:
        if question != WORDS:
            raise Refusal("use-buttons")
        return words_of(text)

    async def rows(self, _work: Work, draft: Draft, _files: int) -> Rows:
        cancel = [_offer(draft, Act.EXPLAIN_CANCEL, "form-cancel")]
        if draft.question != SUMMARY:
            return [cancel]
        edit = _offer(draft, Act.EXPLAIN_EDIT, "form-edit")
        return [[_offer(draft, Act.EXPLAIN_CONFIRM, "confirm-explanation"), edit], cancel]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = ExplainForm()


def _offer(draft: Draft, act: Act, label: str) -> Offer:
    return Offer(act, label, draft.target, draft.id, draft.question)


def facts_about(asked: Asked, before: Given | None) -> dict[str, Any]:
    """What the form says at its head, frozen as it opens; ``before`` is the version that was filed last."""
    tasks = list(dict.fromkeys(ground.task for ground in asked.grounds))
    return {
        "act": Act.EXPLAIN.value,
        "number": tasks[0],
        "unit": asked.unit,
        "tasks": tasks,
        "before": facts_of(before),
    }
