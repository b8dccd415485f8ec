"""What follows from one attempt: retry is a value, not control flow. Pure: the time is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from outbox.message import DeliveryState, DoubtRule, Message, Method
from outbox.outcome import Doubtful, Moved, NotSent, Outcome, OwnFault, Refused, Sent, Unchanged, Wait

RESEND_AFTER = timedelta(minutes=2)
"""So long a doubtful escalation or notice waits for its marked second copy."""
LONGEST_PAUSE = 60
"""Seconds between two attempts at most: with the other side back, everything leaves within a minute."""
EDIT_ATTEMPTS = 5
"""So often an edit in doubt is tried."""


@dataclass(frozen=True)
class Decision:
    """The message's next state, and what must happen besides."""

    state: DeliveryState
    reason: str | None = None
    provider_id: str | None = None
    retry_at: datetime | None = None
    resend_at: datetime | None = None
    """A marked second copy is owed from then on."""
    new_address: str | None = None
    counts: bool = True
    """Whether the attempt lengthens the pause before the next one."""


def decide(outcome: Outcome, message: Message, now: datetime) -> Decision:  # noqa: PLR0911 - one line per kind
    """What to do with ``message``, which is in state ``sending``, after ``outcome`` came at ``now``."""
    match outcome:
        case Sent(provider_id):
            return Decision(DeliveryState.SENT, provider_id=provider_id)
        case Unchanged():
            return Decision(DeliveryState.SENT, provider_id=message.provider_id)
        case NotSent(reason):
            return Decision(DeliveryState.PENDING, reason, retry_at=now + pause(message.attempts))
        case Refused(reason):
            return Decision(DeliveryState.FAILED, reason)
        case Wait():
            # The silence itself is kept by the gate.
            return Decision(DeliveryState.PENDING, retry_at=now, counts=False)
        case Moved(new_address):
            # The first move is followed at once; a chat that keeps moving must not keep us busy.
            wait = pause(message.attempts) if message.attempts > 1 else timedelta(0)
            return Decision(DeliveryState.PENDING, new_address=new_address, retry_at=now + wait)
        case OwnFault(reason):
            return Decision(DeliveryState.PENDING, reason, retry_at=now, counts=False)
        case Doubtful(reason):
            return doubt(message, reason, now)
    # Whatever is not known proves nothing.
    return doubt(message, f"无法识别的结果：{type(outcome).__name__}", now)


def doubt(message: Message, reason: str, now: datetime) -> Decision:
    """Nobody knows whether it arrived. One marked second copy at most, and none of a second copy.

    An edit made twice is the same as made once, so it is simply tried again for a while.
    """
    if message.method is Method.EDIT and message.attempts < EDIT_ATTEMPTS:
        return Decision(DeliveryState.PENDING, reason, retry_at=now + pause(message.attempts))
    again = message.doubt is DoubtRule.RESEND_MARKED and message.resend_of is None
    return Decision(DeliveryState.UNCERTAIN, reason, resend_at=now + RESEND_AFTER if again else None)


def pause(attempts: int) -> timedelta:
    """1, 2, 4 … 60 seconds before the attempt that follows ``attempts`` earlier ones."""
    return timedelta(seconds=min(LONGEST_PAUSE, 2 ** min(attempts - 1, 10)) if attempts > 0 else 0)
