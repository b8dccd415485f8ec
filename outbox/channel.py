"""What the outbox is given by others: the way out, the last check, and who must hear of trouble."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import Message
from outbox.outcome import Outcome, Refused


class Channel(Protocol):
    """The way out."""

    def render(self, message: Message) -> list[str]:
        """The words as they will be sent, split into parts where one message cannot hold them; at least one part.

        ``message.facts["resent"]`` is true in a second copy: each of its parts must say so.
        """
        ...

    async def deliver(self, message: Message, text: str) -> Outcome:
        """Try once. For an EDIT ``message.provider_id`` is the number of the message to be replaced.

        Buttons belong to the last part (``message.part == message.parts``). An exception counts as doubt.
        """
        ...


@dataclass(frozen=True)
class Later:
    """Still wanted, but not before ``at``."""

    at: datetime
    reason: str


Verdict = dict[str, Any] | Later | None
"""The facts that still hold as a message leaves, None when nobody needs it any more, or Later when it must wait.

The later parts of a long message are asked about too, but only Later counts for them: half a message helps nobody.
"""

Wanted = Callable[[AsyncSession, Sequence[Message], datetime], Awaitable[list[Verdict]]]
"""The verdict on each of the messages that are about to leave, in their order."""

OnRefused = Callable[[AsyncSession, Message, Refused, datetime], Awaitable[None]]
OnSent = Callable[[AsyncSession, Message, datetime], Awaitable[None]]
OnMoved = Callable[[AsyncSession, str, str], Awaitable[None]]


async def as_written(_session: AsyncSession, messages: Sequence[Message], _now: datetime) -> list[Verdict]:
    """Everything that was written down is still wanted."""
    return [message.facts for message in messages]


async def _nobody_refused(_session: AsyncSession, _message: Message, _refused: Refused, _now: datetime) -> None:
    """Nobody asked to hear of it."""


async def _nothing_follows(_session: AsyncSession, _message: Message, _now: datetime) -> None:
    """Nobody asked to hear of it."""


async def _nobody_moved(_session: AsyncSession, _old: str, _new: str) -> None:
    """Nobody asked to hear of it."""


@dataclass(frozen=True)
class Hooks:
    """Called in the transaction that records the outcome, so that both are kept or neither."""

    on_refused: OnRefused = _nobody_refused
    on_moved: OnMoved = _nobody_moved
    on_sent: OnSent = _nothing_follows
    """Called for messages that say that something follows them (``FOLLOWED``), once each has arrived."""
