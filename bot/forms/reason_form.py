"""Forms of one question: the reason of a return or a refusal, the day of a hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from actions.acts import Act
from bot.forms.answers import words_of
from bot.forms.drafts import about, drop, given
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work
from outbox.message import Message
from register.buttons import Offer
from register.tables import Draft

REASON = "reason"
OnReason = Callable[[Work, Draft, str], Awaitable[None]]


@dataclass(frozen=True)
class ReasonForm:
    """Implements ``bot.forms.form.Form``; ``decide`` does the act once the words are there."""

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

    def read(self, _question: str, text: str) -> Any:
        return words_of(text)

    async def rows(self, _work: Work, draft: Draft, _files: int) -> Rows:
        version = about(draft).get("version")
        return [[Offer(self.stop, "form-stop", draft.target, version)]]

    async def complete(self, work: Work, draft: Draft) -> bool:
        """The words are there: the act is done, and the card it began on shows the result."""
        await return_to_card(work, draft)
        words = given(draft)[REASON]
        await self.decide(work, draft, words)
        await drop(work)
        return True


async def return_to_card(work: Work, draft: Draft) -> None:
    """The result belongs below the card whose button was pressed, not below the question."""
    card = about(draft).get("card")
    work.pressed = await work.session.get(Message, card) if card is not None else None


def card_pressed(work: Work) -> dict[str, Any]:
    """What a draft keeps of the card that it began on."""
    return {"card": work.pressed.id if work.pressed is not None else None}
