"""The gate keeps every limit of the receiving side, whatever is thrown at it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.gate import UNLIMITED, Gate, Pace

# A person, another person, a group, another group.
ADDRESSES = ["1", "2", "-1", "-2"]
# Waiting times between two attempts, from none to longer than any limit.
PAUSES = st.one_of(st.just(0.0), st.floats(0, 0.2), st.floats(0, 70))


def most_within(slots: list[float], seconds: float) -> int:
    """The largest number of slots in any half-open stretch of ``seconds``."""
    return max((sum(1 for other in slots if start <= other < start + seconds) for start in slots), default=0)


def booked(attempts: list[tuple[str, float]], gate: Gate) -> list[tuple[str, float]]:
    """Attempts are (address, pause before it); each waits for its slot, as the one line of bookings does."""
    now, slots = 1000.0, []
    for address, pause in attempts:
        now += pause
        slots.append((address, gate.book(address, now)))
    return slots


@given(st.lists(st.tuples(st.sampled_from([*ADDRESSES, *map(str, range(10, 60))]), PAUSES), max_size=150))
def test_no_limit_is_ever_broken(attempts: list[tuple[str, float]]) -> None:
    slots = booked(attempts, Gate(Pace()))
    assert most_within([slot for _, slot in slots], 1.0) <= 30
    for address in {address for address, _ in slots}:
        mine = [slot for who, slot in slots if who == address]
        assert most_within(mine, 1.0) <= 1
        if address.startswith("-"):
            assert most_within(mine, 60.0) <= 20


@given(st.floats(0.1, 100), st.floats(0, 100), st.sampled_from(ADDRESSES))
def test_nothing_leaves_before_the_silence_ends(seconds: float, later: float, address: str) -> None:
    gate = Gate(Pace())
    gate.book(address, 0.0)
    gate.silence(seconds, 1.0)
    gate.silence(seconds / 2, 1.0)
    assert gate.book(address, 1.0 + later) >= 1.0 + seconds


def test_a_lone_message_leaves_at_once() -> None:
    assert Gate(Pace()).book("1", 5.0) == 5.0


def test_three_thousand_messages_take_104_seconds_at_most() -> None:
    gate = Gate(Pace())
    slots = [gate.book(str(number % 300), 0.0) for number in range(3000)]
    assert slots[-1] <= 104
    gaps = [after - before for before, after in pairwise(slots)]
    assert max(gaps) - min(gaps) < 1e-6


@pytest.mark.parametrize(
    ("address", "count", "expected"), [("1", 3, 2.1), ("-1", 20, 19.95), ("-1", 21, 63.2), ("-1", 41, 126.4)]
)
def test_one_chat_is_paced_by_its_own_limit(address: str, count: int, expected: float) -> None:
    gate = Gate(Pace())
    slots = [gate.book(address, 0.0) for _ in range(count)]
    assert slots[-1] == pytest.approx(expected)


def test_two_hundred_messages_to_five_groups_take_84_seconds_at_most() -> None:
    gate = Gate(Pace())
    assert max(gate.book(str(-1 - number % 5), 0.0) for number in range(200)) <= 84


def test_what_was_held_up_together_is_not_followed_too_closely() -> None:
    gate = Gate(Pace())
    held_up = [f"{number}" for number in range(10)]
    for address in held_up:
        gate.book(address, 0.0)
    for address in held_up:
        gate.left(address, 5.0)
    left = [5.0] * len(held_up)
    for number in range(100, 160):
        slot = gate.book(str(number), 5.0)
        gate.left(str(number), slot)
        left.append(slot)
    assert most_within(left, 0.999) <= 30


def test_a_chat_rests_after_a_message_that_left_late() -> None:
    gate = Gate(Pace())
    gate.book("1", 0.0)
    gate.left("1", 3.0)
    assert gate.book("1", 3.0) == pytest.approx(4.05)


def test_what_leaves_in_time_delays_nobody() -> None:
    gate, silent = Gate(Pace()), Gate(Pace())
    for number in range(100):
        slot = gate.book(str(number), 0.0)
        gate.left(str(number), slot)
        assert slot == pytest.approx(silent.book(str(number), 0.0))


def test_without_limits_everything_leaves_at_once() -> None:
    gate = Gate(UNLIMITED)
    assert {gate.book("-1", 3.0) for _ in range(1000)} == {3.0}


def test_memory_holds_only_recent_addresses() -> None:
    gate = Gate(Pace())
    now = 0.0
    for number in range(20_000):
        now = gate.book(str(number) if number % 2 else f"-{number}", now)
    assert len(gate._times) < 29 * 64
