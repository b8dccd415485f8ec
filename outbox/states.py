"""The ways a message may go; every other way is an error in the program."""

from __future__ import annotations

from outbox.message import DeliveryState

S = DeliveryState

TRANSITIONS: dict[DeliveryState, frozenset[DeliveryState]] = {
    # Failed without a try when its chat is known to take nothing and nobody else can be told.
    S.PENDING: frozenset({S.CLAIMED, S.CANCELLED, S.FAILED}),
    # Back to pending when the lease ran out or the hour is wrong; failed when its words cannot be made.
    S.CLAIMED: frozenset({S.PENDING, S.SENDING, S.FAILED, S.CANCELLED}),
    # Back to pending only when it is proved that nothing was sent.
    S.SENDING: frozenset({S.SENT, S.UNCERTAIN, S.FAILED, S.PENDING}),
    S.SENT: frozenset(),
    S.UNCERTAIN: frozenset(),
    S.FAILED: frozenset(),
    S.CANCELLED: frozenset(),
}


class ForbiddenTransitionError(Exception):
    """A message was asked to go a way that does not exist."""


def check(before: DeliveryState, after: DeliveryState) -> None:
    """Raise ForbiddenTransitionError unless a message may go from ``before`` to ``after``."""
    if after not in TRANSITIONS[before]:
        raise ForbiddenTransitionError(f"a message cannot go from {before} to {after}")


def sources(after: DeliveryState) -> list[DeliveryState]:
    """The states from which a message may come to ``after``, for the condition of a bulk update."""
    return [before for before, allowed in TRANSITIONS.items() if after in allowed]
