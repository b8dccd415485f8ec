"""One log line for each thing that became of a message; never its words."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import structlog

from outbox.message import DeliveryState
from outbox.settle import Settled

log = structlog.get_logger(__name__)

_LINES = {
    DeliveryState.SENT: (logging.INFO, "message_sent", "a message was sent"),
    DeliveryState.PENDING: (logging.INFO, "message_put_off", "a message will be tried again"),
    DeliveryState.UNCERTAIN: (logging.WARNING, "message_uncertain", "nobody knows whether a message arrived"),
    DeliveryState.FAILED: (logging.WARNING, "message_failed", "a message was refused"),
}


def tell(settled: Iterable[Settled]) -> None:
    for one in settled:
        message, decision = one.attempt.message, one.decision
        level, action, sentence = _LINES[decision.state]
        log.log(
            level,
            sentence,
            action=action,
            id=message.id,
            key=message.key,
            kind=message.kind,
            attempts=message.attempts,
            reason=decision.reason,
        )
