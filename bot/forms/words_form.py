"""Forms of one question in words, with files if there are any, and a confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from bot.forms.answers import words_of
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.tables import Draft

WORDS = "words"


@dataclass(frozen=True)
class WordsForm:
    """Implements ``bot.forms.form.Form``."""

    start: Act
    cancel: Act
    edit: Act
    confirm: Act
    confirm_label: str
    template: str
    takes_files: bool = True

    @property
    def name(self) -> str:
        return self.start.value

    def next_question(self, answers: dict[str, Any]) -> str:
        return SUMMARY if WORDS in answers else WORDS

    def read(self, question: str, text: str) -> Any:
        if question != WORDS:
            raise Refusal("use-buttons")
        return words_of(text)

    async def rows(self, _work: Work, draft: Draft, _files: int) -> Rows:
        cancel = [_offer(draft, self.cancel, "form-cancel")]
        if draft.question != SUMMARY:
            return [cancel]
        return [[_offer(draft, self.confirm, self.confirm_label), _offer(draft, self.edit, "form-edit")], cancel]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


def _offer(draft: Draft, act: Act, label: str) -> Offer:
    return Offer(act, label, draft.target, draft.id, draft.question)
