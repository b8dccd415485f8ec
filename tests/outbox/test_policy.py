"""Each outcome against each kind of message: what is decided, as a table."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from outbox.message import DeliveryState, DoubtRule, Message, Method
from outbox.outcome import Doubtful, Moved, NotSent, Outcome, OwnFault, Refused, Sent, Unchanged, Wait
from outbox.policy import Decision, decide, pause
from outbox.states import TRANSITIONS, ForbiddenTransitionError, check
from tests.outbox.stage import FAILED, NOON, PENDING, SENDING, SENT, UNCERTAIN


def message(**changes: Any) -> Message:
    facts: dict[str, Any] = {"key": "a", "address": "7", "kind": "digest", "template": "digest", "attempts": 1}
    return Message(**facts | changes)


MARKED: dict[str, Any] = {"doubt": DoubtRule.RESEND_MARKED}
EDIT: dict[str, Any] = {"method": Method.EDIT, "provider_id": "9"}
TABLE: list[tuple[Outcome, dict[str, Any], Decision]] = [
    (Sent("12"), {}, Decision(SENT, provider_id="12")),
    (Unchanged(), EDIT, Decision(SENT, provider_id="9")),
    (NotSent("x"), {}, Decision(PENDING, "x", retry_at=NOON + timedelta(seconds=1))),
    (NotSent("x"), {"attempts": 50}, Decision(PENDING, "x", retry_at=NOON + timedelta(seconds=60))),
    (Doubtful("x"), {}, Decision(UNCERTAIN, "x")),
    (Doubtful("x"), MARKED, Decision(UNCERTAIN, "x", resend_at=NOON + timedelta(minutes=2))),
    (Doubtful("x"), MARKED | {"resend_of": 3}, Decision(UNCERTAIN, "x")),
    (Doubtful("x"), EDIT, Decision(PENDING, "x", retry_at=NOON + timedelta(seconds=1))),
    (Doubtful("x"), EDIT | {"attempts": 5}, Decision(UNCERTAIN, "x")),
    (Refused("x", unreachable=True), MARKED, Decision(FAILED, "x")),
    (Refused("x", unreachable=False), {}, Decision(FAILED, "x")),
    (Wait(30), {}, Decision(PENDING, retry_at=NOON, counts=False)),
    (Moved("-1005"), {}, Decision(PENDING, new_address="-1005", retry_at=NOON)),
    (Moved("-1005"), {"attempts": 3}, Decision(PENDING, new_address="-1005", retry_at=NOON + timedelta(seconds=4))),
    (OwnFault("x"), {}, Decision(PENDING, "x", retry_at=NOON, counts=False)),
]


@pytest.mark.parametrize(("outcome", "changes", "expected"), TABLE)
def test_the_table(outcome: Outcome, changes: dict[str, Any], expected: Decision) -> None:
    decision = decide(outcome, message(**changes), NOON)
    assert decision == expected
    check(SENDING, decision.state)


def test_what_nobody_foresaw_proves_nothing() -> None:
    assert decide("?", message(), NOON).state is UNCERTAIN  # type: ignore[arg-type]  # the point of the test


def test_the_pauses_grow_to_a_minute() -> None:
    assert [pause(attempts).total_seconds() for attempts in range(9)] == [0, 1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize(("before", "after"), list(product(DeliveryState, repeat=2)))
def test_every_way_that_is_not_in_the_table_is_refused(before: DeliveryState, after: DeliveryState) -> None:
    if after in TRANSITIONS[before]:
        check(before, after)
    else:
        with pytest.raises(ForbiddenTransitionError):
            check(before, after)
