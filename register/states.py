"""Every state of the register: one enum and one transition table each. What is not in the table cannot happen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class DutyState(StrEnum):
    """What the office has verified of a duty; what the calendar says of it is the light."""

    OPEN = "open"
    CLAIMED = "claimed"  # a completion waits for review
    CLOSED = "closed"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"  # the window is over; late reports are still taken
    FILED = "filed"  # the consolidating unit has confirmed the whole


class RequestState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"  # waits for the office
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Verdict(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    SUPERSEDED = "superseded"  # a newer version was filed before anybody judged this one


class Cause(StrEnum):
    """Why a climb began."""

    OVERDUE = "overdue"
    MISSING = "missing"
    SLOW = "slow"


class ClimbState(StrEnum):
    CLIMBING = "climbing"
    MET = "met"
    PROPOSED = "proposed"  # it stands in a case before the bureau
    WITHDRAWN = "withdrawn"


class StepOutcome(StrEnum):
    DONE = "done"
    UNDELIVERED = "undelivered"  # nobody had been reached before: the office was told instead


class CaseState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    HELD = "held"


class OutageState(StrEnum):
    """Messages may have been lost: nothing escalates until the office has checked what is missing."""

    CHECKING = "checking"
    CHECKED = "checked"


TRANSITIONS: Mapping[type[StrEnum], Mapping[StrEnum, frozenset[StrEnum]]] = {
    DutyState: {
        DutyState.OPEN: frozenset({DutyState.CLAIMED}),
        DutyState.CLAIMED: frozenset({DutyState.OPEN, DutyState.CLOSED}),
        DutyState.CLOSED: frozenset({DutyState.OPEN}),
    },
    RoundState: {
        RoundState.OPEN: frozenset({RoundState.CLOSED}),
        RoundState.CLOSED: frozenset({RoundState.FILED}),
        RoundState.FILED: frozenset(),
    },
    RequestState: {
        RequestState.ASKED: frozenset({RequestState.ANSWERED}),
        RequestState.ANSWERED: frozenset({RequestState.RETURNED, RequestState.ACCEPTED}),
        RequestState.RETURNED: frozenset({RequestState.ANSWERED}),
        RequestState.ACCEPTED: frozenset({RequestState.ANSWERED}),
    },
    Verdict: {
        Verdict.WAITING: frozenset({Verdict.ACCEPTED, Verdict.RETURNED, Verdict.SUPERSEDED}),
        Verdict.ACCEPTED: frozenset(),
        Verdict.RETURNED: frozenset(),
        Verdict.SUPERSEDED: frozenset(),
    },
    ClimbState: {
        ClimbState.CLIMBING: frozenset({ClimbState.MET, ClimbState.PROPOSED, ClimbState.WITHDRAWN}),
        ClimbState.MET: frozenset({ClimbState.CLIMBING}),
        ClimbState.PROPOSED: frozenset({ClimbState.WITHDRAWN}),
        ClimbState.WITHDRAWN: frozenset(),
    },
    CaseState: {
        CaseState.PROPOSED: frozenset({CaseState.ACCEPTED, CaseState.DECLINED, CaseState.HELD}),
        CaseState.HELD: frozenset({CaseState.PROPOSED}),
        CaseState.ACCEPTED: frozenset(),
        CaseState.DECLINED: frozenset(),
    },
    OutageState: {
        OutageState.CHECKING: frozenset({OutageState.CHECKED}),
        OutageState.CHECKED: frozenset(),
    },
}


class TransitionError(Exception):
    """A change of state that the table does not know: somebody else was faster, or the code is wrong."""


def check_transition(before: StrEnum, after: StrEnum) -> None:
    """Raise TransitionError unless the table allows ``before`` -> ``after``."""
    if after not in TRANSITIONS[type(before)][before]:
        raise TransitionError(f"{type(before).__name__}: {before} -> {after}")
