"""A form: questions in an order, how each is read, and what happens when it is confirmed."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from actions.acts import Act
from bot.transaction import Rows, Work
from register.tables import Draft

SUMMARY = "summary"
EVIDENCE = "evidence"
CARD = "card"
"""In what a draft is about: the message whose button began it, and below which its result is written."""


class Form(Protocol):
    """Implemented once per form; ``bot/forms/steps.py`` leads a person through it."""

    @property
    def name(self) -> str: ...

    @property
    def start(self) -> Act:
        """The act that opens it."""
        ...

    @property
    def template(self) -> str:
        """The card of the question at hand, and of the summary."""
        ...

    @property
    def takes_files(self) -> bool: ...

    def next_question(self, answers: dict[str, Any]) -> str:
        """The first question without an answer, else SUMMARY."""
        ...

    def read(self, question: str, text: str) -> Any:
        """The answer that a typed text means; Refusal with a hint when it means none."""
        ...

    async def rows(self, work: Work, draft: Draft, files: int) -> Rows:
        """The buttons below the card."""
        ...

    async def complete(self, work: Work, draft: Draft) -> bool:
        """Called when the last answer is given; True when the form is done without a summary."""
        ...


@runtime_checkable
class Settles(Protocol):
    """A form of which some answers can only be understood with the register or the hour at hand."""

    async def settle(self, work: Work, draft: Draft, value: Any) -> Any:
        """The answer to the question at hand as it will be kept; Refusal with a hint when it means none."""
        ...
