"""An opinion on a paper (提出意见): one question, files if there are any, and the confirmation."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from bot.forms.answers import words_of
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.tables import Draft

WORDS = "words"


class OpinionForm:
    """Implements ``bot.forms.form.Form``."""

    name = "reply-opinion"
    start = Act.REPLY_OPINION
    template = "opinion-form"
    takes_files = True

    def next_question(self, answers: dict[str, Any]) -> str:
        return SUMMARY if WORDS in answers else WORDS

    def read(self, question: str, text: str) -> Any:
        if question != WORDS:
            raise Refusal("use-buttons")
        return words_of(text)

    async def rows(self, _work: Work, draft: Draft, _files: int) -> Rows:
        cancel = [_offer(draft, Act.REPLY_CANCEL, "form-cancel")]
        if draft.question != SUMMARY:
            return [cancel]
        edit = _offer(draft, Act.REPLY_EDIT, "form-edit")
        return [[_offer(draft, Act.REPLY_CONFIRM, "reply-confirm"), edit], cancel]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = OpinionForm()


def _offer(draft: Draft, act: Act, label: str) -> Offer:
    return Offer(act, label, draft.target, draft.id, draft.question)
