"""Forms of one question: the reason of a return or a refusal, the day of a hold. Nothing is done unconfirmed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from bot.forms.answers import words_of
from bot.forms.drafts import about, given, put
from bot.forms.form import CARD, SUMMARY
from bot.transaction import Rows, Work
from outbox.message import Message
from register.buttons import Offer
from register.tables import Draft

REASON = "reason"
OnReason = Callable[[Work, Draft, str], Awaitable[None]]


@dataclass(frozen=True)
class ReasonForm:
    """Implements ``bot.forms.form.Form``; ``decide`` does the act once the words are there and confirmed."""

    start: Act
    stop: Act
    decide: OnReason
    template: str = "reason-form"
    takes_files: bool = False

    @property
    def name(self) -> str:
        return self.start.value

    def next_question(self, answers: dict[str, Any]) -> str:
        return SUMMARY if REASON in answers else REASON

    def read(self, question: str, text: str) -> Any:
        if question == SUMMARY:
            raise Refusal("use-buttons")
        return words_of(text)

    def settled(self, _work: Work, words: str) -> str:
        """The answer as it will be acted on; Refusal when it cannot be."""
        return words

    async def rows(self, _work: Work, draft: Draft, _files: int) -> Rows:
        stop = Offer(self.stop, "form-stop", draft.target, draft.id)
        if draft.question != SUMMARY:
            return [[stop]]
        confirm = Offer(Act.REASON_CONFIRM, "reason-confirm", draft.target, draft.id, SUMMARY)
        edit = Offer(Act.REASON_EDIT, "form-edit", draft.target, draft.id, SUMMARY)
        return [[confirm, edit], [stop]]

    async def complete(self, work: Work, draft: Draft) -> bool:
        """What will be done is shown once more: a remark made in passing must not become a verdict."""
        put(work, draft, {REASON: self.settled(work, given(draft)[REASON])}, SUMMARY)
        return False


async def return_to_card(work: Work, draft: Draft) -> None:
    """The result belongs below the card whose button was pressed, not below the question."""
    card = about(draft).get(CARD)
    work.pressed = await work.session.get(Message, card) if card is not None else None


def card_pressed(work: Work) -> dict[str, Any]:
    """What a draft keeps of the card that it began on."""
    return {CARD: work.pressed.id if work.pressed is not None else None}
