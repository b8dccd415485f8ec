"""Every state of the register: one enum and one transition table each. What is not in the table cannot happen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class DutyState(StrEnum):
    """What the office has verified of a duty; what the calendar says of it is the light."""

    OPEN = "open"
    CLAIMED = "claimed"  # a completion waits for review
    CLOSED = "closed"
    DROPPED = "dropped"  # a changed plan asks it of the unit no more; what was done stays on record


UNMET = frozenset({DutyState.OPEN, DutyState.CLAIMED})
"""The states of a duty that is still to be met, or to be found met."""


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"  # the window is over; late reports are still taken
    FILED = "filed"  # the consolidating unit has confirmed the whole


class RequestState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"  # waits for the office
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DROPPED = "dropped"  # a changed plan dropped its task before the office had accepted an answer


class ContributionState(StrEnum):
    """What a responsible unit is asked towards the lead's report; it may change its words while the round is open."""

    ASKED = "asked"
    GIVEN = "given"


class Verdict(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    SUPERSEDED = "superseded"  # a newer version was filed before anybody judged this one
    WITHDRAWN = "withdrawn"  # before anybody judged it the unit took it back, or a changed plan dropped its task


class ExtensionState(StrEnum):
    """A request for a later due date (延期)."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the unit, or settled: the duty was met in time, or a changed plan needs it no more


class Cause(StrEnum):
    """Why a climb began."""

    OVERDUE = "overdue"
    MISSING = "missing"
    SLOW = "slow"
    RETURNS = "returns"  # the same report, or the same claim, was returned twice


class ClimbState(StrEnum):
    CLIMBING = "climbing"
    MET = "met"
    PROPOSED = "proposed"  # it stands in a case before the bureau
    WITHDRAWN = "withdrawn"


class StepOutcome(StrEnum):
    DONE = "done"
    UNDELIVERED = "undelivered"  # nobody had been reached before: the office was told instead


class CaseState(StrEnum):
    """Where a case (约谈案件) stands; "talk" below is what the leading group does with a leading body's case, too."""

    PROPOSED = "proposed"
    HELD = "held"
    DECLINED = "declined"
    ACCEPTED = "accepted"  # the talk has still to be arranged
    NOTIFIED = "notified"  # the notice of the talk is out; its record is missing
    RECTIFYING = "rectifying"  # the talk is on record, the unit mends what was found
    CHECKING = "checking"  # the unit has reported it as mended, the bureau checks
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # it should not have been proposed; it stays on record


AGREED = frozenset({CaseState.ACCEPTED, CaseState.NOTIFIED, CaseState.RECTIFYING, CaseState.CHECKING, CaseState.CLOSED})
"""The states of a case that the bureau has agreed to."""
ENDED = frozenset({CaseState.DECLINED, CaseState.CLOSED, CaseState.WITHDRAWN})


class CoordinationState(StrEnum):
    """Where a difficulty stands that a unit put to the office (提请协调)."""

    OPEN = "open"
    ANSWERED = "answered"  # the unit says whether the answer helped
    SETTLED = "settled"


class AbsenceState(StrEnum):
    """A person is away from the seats of a unit for some days."""

    PLANNED = "planned"
    AWAY = "away"
    OVER = "over"
    CANCELLED = "cancelled"  # before it began


class OutageState(StrEnum):
    """Messages may have been lost: nothing escalates until the office has checked what is missing."""

    CHECKING = "checking"
    CHECKED = "checked"


class ReturnedState(StrEnum):
    """A ledger that the office sent back with its remarks (回传台账)."""

    RECEIVED = "received"  # it is being looked into
    OFFERED = "offered"  # the changes were shown and wait for a yes
    APPLIED = "applied"
    DROPPED = "dropped"
    REFUSED = "refused"  # it holds no change, or one that cannot be made


class CircularState(StrEnum):
    """A paper sent to units with a time limit (征求意见, 会议通知, 文件签收)."""

    OPEN = "open"
    CLOSED = "closed"  # the limit has passed: silence was judged, late answers are still taken
    RECALLED = "recalled"


class RecipientState(StrEnum):
    """Where one unit stands with a circular."""

    ASKED = "asked"
    ANSWERED = "answered"  # an answer may be changed until the limit
    SILENT = "silent"  # nothing came until the limit: no opinion where opinions were asked, else no answer
    UNREACHED = "unreached"  # the paper reached nobody of the unit: its silence says nothing


class EvaluationState(StrEnum):
    """A year's evaluation (年度考评); before it is sent out it is only worked out, and no row."""

    CHECKING = "checking"  # the units check what is held for and against them
    FINAL = "final"  # frozen


class SheetState(StrEnum):
    """One unit's sheet of an evaluation."""

    ASKED = "asked"
    AGREED = "agreed"
    OBJECTED = "objected"  # the office has to answer
    ANSWERED = "answered"  # kept, or corrected by an adjustment
    SILENT = "silent"  # no objection until the limit
    UNREACHED = "unreached"  # it reached nobody of the unit: its silence says nothing


class NoticeState(StrEnum):
    """Where a notice (通报) or a brief (汇报) stands on its way to those it is for."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for a second person
    ISSUED = "issued"  # numbered, frozen and sent
    VOIDED = "voided"  # taken back on record: it keeps its number
    DROPPED = "dropped"  # given up before it had a number


TRANSITIONS: Mapping[type[StrEnum], Mapping[StrEnum, frozenset[StrEnum]]] = {
    DutyState: {
        DutyState.OPEN: frozenset({DutyState.CLAIMED, DutyState.DROPPED}),
        DutyState.CLAIMED: frozenset({DutyState.OPEN, DutyState.CLOSED, DutyState.DROPPED}),
        DutyState.CLOSED: frozenset({DutyState.OPEN}),
        # A later change of the plan lays it on the unit again.
        DutyState.DROPPED: frozenset({DutyState.OPEN}),
    },
    RoundState: {
        RoundState.OPEN: frozenset({RoundState.CLOSED}),
        RoundState.CLOSED: frozenset({RoundState.FILED}),
        RoundState.FILED: frozenset(),
    },
    RequestState: {
        RequestState.ASKED: frozenset({RequestState.ANSWERED, RequestState.DROPPED}),
        # Asked again: the completion claim that answered it was taken back.
        RequestState.ANSWERED: frozenset(
            {RequestState.RETURNED, RequestState.ACCEPTED, RequestState.ASKED, RequestState.DROPPED}
        ),
        RequestState.RETURNED: frozenset({RequestState.ANSWERED, RequestState.DROPPED}),
        RequestState.ACCEPTED: frozenset({RequestState.ANSWERED}),
        RequestState.DROPPED: frozenset(),
    },
    ReturnedState: {
        ReturnedState.RECEIVED: frozenset({ReturnedState.OFFERED, ReturnedState.REFUSED}),
        ReturnedState.OFFERED: frozenset({ReturnedState.APPLIED, ReturnedState.DROPPED}),
        ReturnedState.APPLIED: frozenset(),
        ReturnedState.DROPPED: frozenset(),
        ReturnedState.REFUSED: frozenset(),
    },
    ContributionState: {
        ContributionState.ASKED: frozenset({ContributionState.GIVEN}),
        ContributionState.GIVEN: frozenset(),
    },
    Verdict: {
        Verdict.WAITING: frozenset({Verdict.ACCEPTED, Verdict.RETURNED, Verdict.SUPERSEDED, Verdict.WITHDRAWN}),
        Verdict.ACCEPTED: frozenset(),
        Verdict.RETURNED: frozenset(),
        Verdict.SUPERSEDED: frozenset(),
        Verdict.WITHDRAWN: frozenset(),
    },
    ExtensionState: {
        ExtensionState.WAITING: frozenset({ExtensionState.APPROVED, ExtensionState.REFUSED, ExtensionState.WITHDRAWN}),
        ExtensionState.APPROVED: frozenset(),
        ExtensionState.REFUSED: frozenset(),
        ExtensionState.WITHDRAWN: frozenset(),
    },
    ClimbState: {
        ClimbState.CLIMBING: frozenset({ClimbState.MET, ClimbState.PROPOSED, ClimbState.WITHDRAWN}),
        ClimbState.MET: frozenset({ClimbState.CLIMBING}),
        ClimbState.PROPOSED: frozenset({ClimbState.WITHDRAWN}),
        ClimbState.WITHDRAWN: frozenset(),
    },
    CaseState: {
        CaseState.PROPOSED: frozenset({CaseState.ACCEPTED, CaseState.DECLINED, CaseState.HELD, CaseState.WITHDRAWN}),
        CaseState.HELD: frozenset({CaseState.PROPOSED, CaseState.WITHDRAWN}),
        CaseState.ACCEPTED: frozenset({CaseState.NOTIFIED, CaseState.WITHDRAWN}),
        CaseState.NOTIFIED: frozenset({CaseState.RECTIFYING, CaseState.CLOSED, CaseState.WITHDRAWN}),
        CaseState.RECTIFYING: frozenset({CaseState.CHECKING, CaseState.WITHDRAWN}),
        CaseState.CHECKING: frozenset({CaseState.RECTIFYING, CaseState.CLOSED, CaseState.WITHDRAWN}),
        CaseState.DECLINED: frozenset(),
        CaseState.CLOSED: frozenset(),
        CaseState.WITHDRAWN: frozenset(),
    },
    CoordinationState: {
        # Settled without an answer: the difficulty went away by itself.
        CoordinationState.OPEN: frozenset({CoordinationState.ANSWERED, CoordinationState.SETTLED}),
        CoordinationState.ANSWERED: frozenset({CoordinationState.OPEN, CoordinationState.SETTLED}),
        CoordinationState.SETTLED: frozenset(),
    },
    AbsenceState: {
        AbsenceState.PLANNED: frozenset({AbsenceState.AWAY, AbsenceState.CANCELLED}),
        AbsenceState.AWAY: frozenset({AbsenceState.OVER}),
        AbsenceState.OVER: frozenset(),
        AbsenceState.CANCELLED: frozenset(),
    },
    CircularState: {
        CircularState.OPEN: frozenset({CircularState.CLOSED, CircularState.RECALLED}),
        CircularState.CLOSED: frozenset(),
        CircularState.RECALLED: frozenset(),
    },
    RecipientState: {
        RecipientState.ASKED: frozenset(
            {RecipientState.ANSWERED, RecipientState.SILENT, RecipientState.UNREACHED},
        ),
        RecipientState.ANSWERED: frozenset({RecipientState.ANSWERED}),
        RecipientState.SILENT: frozenset({RecipientState.ANSWERED}),
        RecipientState.UNREACHED: frozenset({RecipientState.ANSWERED}),
    },
    EvaluationState: {
        EvaluationState.CHECKING: frozenset({EvaluationState.FINAL}),
        EvaluationState.FINAL: frozenset(),
    },
    SheetState: {
        SheetState.ASKED: frozenset(
            {SheetState.AGREED, SheetState.OBJECTED, SheetState.SILENT, SheetState.UNREACHED},
        ),
        SheetState.AGREED: frozenset({SheetState.OBJECTED}),
        SheetState.OBJECTED: frozenset({SheetState.ANSWERED}),
        SheetState.ANSWERED: frozenset(),
        SheetState.SILENT: frozenset(),
        SheetState.UNREACHED: frozenset(),
    },
    NoticeState: {
        NoticeState.DRAFT: frozenset({NoticeState.SUBMITTED, NoticeState.DROPPED}),
        # Back to the draft: sent back by the second person, or taken back by the first.
        NoticeState.SUBMITTED: frozenset({NoticeState.DRAFT, NoticeState.ISSUED}),
        NoticeState.ISSUED: frozenset({NoticeState.VOIDED}),
        NoticeState.VOIDED: frozenset(),
        NoticeState.DROPPED: frozenset(),
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
