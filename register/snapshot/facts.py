"""What a snapshot holds. Units are told by their names, tasks by their numbers: nobody looks anything up again.

Days are local calendar days; instants carry the local zone, so that a document can print them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from register.light import Light
from register.snapshot.difficulties import DifficultyFacts
from register.snapshot.evaluations import EvaluationFacts
from register.snapshot.notes import NO_NOTE, NoteFacts
from register.snapshot.targets import TargetFacts
from register.snapshot.urges import UrgeFacts
from register.states import (
    CaseState,
    Cause,
    ClimbState,
    DutyState,
    ExtensionState,
    RequestState,
    RoundState,
    StepOutcome,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit in the plan's order, with its other names and, if it is collective, its members."""

    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    leading_body: bool
    note: NoteFacts = NO_NOTE
    """The office's remark."""


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """A stage of the plan; ``ends`` is None where it goes on without an end."""

    name: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class ExtensionFacts:
    """A later date that a unit asked for, and what became of it."""

    due_before: date
    due_asked: date
    state: ExtensionState
    reason: str
    asked_at: datetime
    decided_at: datetime | None
    decision_note: str | None
    self_reviewed: bool


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """One lead unit's duty to meet a milestone."""

    unit: str
    state: DutyState
    due: date
    met_on: date | None
    closed_on: date | None
    late: bool
    light: Light
    days_late: int
    """Calendar days from due to the claim that was verified, or to today while it is open; 0 when in time, and while a
    later date that was asked in time waits for the office."""
    extensions: tuple[ExtensionFacts, ...] = ()
    """Every later date that was asked, the oldest first."""
    reopened: int = 0
    """How often it was taken up again after it had been closed."""
    note: NoteFacts = NO_NOTE

    @property
    def extended(self) -> int:
        """How many later dates were approved."""
        return sum(one.state is ExtensionState.APPROVED for one in self.extensions)

    @property
    def closed(self) -> bool:
        return self.state is DutyState.CLOSED


@dataclass(frozen=True, slots=True)
class DecreeFacts:
    """The plan itself moved a due date (时限调整): nobody had asked for it, and it counts as no extension."""

    due_before: date
    due_after: date
    on: date
    revision: int
    """The revision of the plan that says so."""


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A dated result with the duties of its leads; it is closed when the last of them is."""

    ordinal: int
    baseline: date
    due: date
    wording: str
    result: str | None
    ongoing: bool
    light: Light
    duties: tuple[DutyFacts, ...]
    decrees: tuple[DecreeFacts, ...] = ()

    @property
    def closed(self) -> bool:
        return bool(self.duties) and all(duty.closed for duty in self.duties)

    @property
    def closed_on(self) -> date | None:
        """The day the last duty was closed; None while one is not."""
        return max((duty.closed_on for duty in self.duties if duty.closed_on), default=None) if self.closed else None

    @property
    def late(self) -> bool:
        return any(duty.late for duty in self.duties)

    @property
    def days_late(self) -> int:
        return max((duty.days_late for duty in self.duties), default=0)


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task with its units (collective ones expanded) and its milestones in order of date."""

    number: int
    section: str | None
    title: str
    description: str | None
    undated: bool
    leads: tuple[str, ...]
    responsibles: tuple[str, ...]
    leads_named: tuple[str, ...]
    """As the plan names them: a collective unit by its own name."""
    responsibles_named: tuple[str, ...]
    milestones: tuple[MilestoneFacts, ...]
    note: NoteFacts = NO_NOTE

    @property
    def current(self) -> MilestoneFacts | None:
        """The next milestone that is not closed, else the last one; None when the task has no date."""
        waiting = (milestone for milestone in self.milestones if not milestone.closed)
        return next(waiting, self.milestones[-1] if self.milestones else None)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The latest version of a unit's report on a task in a round."""

    quarter: str
    task: int
    unit: str
    milestone: int | None
    """Ordinal of the milestone whose percent is given."""
    version: int
    percent: int
    done: str
    problems: str
    next_step: str
    no_change_reason: str | None
    filed_at: datetime
    in_time: bool
    verdict: Verdict
    verdict_reason: str | None
    self_reviewed: bool


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What a unit was asked on a task in a round; ``answered_at`` may be a report's or a completion claim's time."""

    task: int
    unit: str
    state: RequestState
    answered_at: datetime | None
    late: bool
    report: ReportFacts | None

    @property
    def missing(self) -> bool:
        """Never answered. A report that was answered and returned later is not missing."""
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One quarter's collection."""

    quarter: str
    state: RoundState
    opened_at: datetime
    closes_on: date
    filed_at: datetime | None
    requests: tuple[RequestFacts, ...]


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step of the ladder that was taken, or why it was not."""

    step: str
    planned: date
    at: datetime
    outcome: StepOutcome
    why_not: str | None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case before the bureau, with what was decided."""

    number: int
    unit: str
    proposed_on: date
    state: CaseState
    reason: str | None
    hold_until: date | None
    decided_at: datetime | None
    accepted_at: datetime | None
    """When the bureau agreed; it stays when the case is withdrawn later."""
    talk_at: datetime | None
    rectify_by: date | None
    ended_at: datetime | None
    """When it was closed or withdrawn."""


@dataclass(frozen=True, slots=True)
class ClimbFacts:
    """One ground's way up the ladder."""

    cause: Cause
    unit: str
    task: int
    milestone: int | None
    quarter: str | None
    state: ClimbState
    base: date
    steps: tuple[StepFacts, ...]
    case: CaseFacts | None
    percent: int | None = None
    """Where the cause is slow work: the unit's own percent by which it was found."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the documents say, and nothing they would have to ask for."""

    at: datetime
    today: date
    title: str
    code: str
    """The plan's own name for itself, as its file has it."""
    starts: date
    ends: date
    office: str
    bureau: str
    leading_group: str
    consolidator: str
    units: tuple[UnitFacts, ...]
    tasks: tuple[TaskFacts, ...]
    titles: dict[int, str]
    """Number -> title of every task, dropped ones too."""
    rounds: tuple[RoundFacts, ...]
    """From the first to the latest."""
    climbs: tuple[ClimbFacts, ...]
    cases: tuple[CaseFacts, ...]
    targets: tuple[TargetFacts, ...] = ()
    difficulties: tuple[DifficultyFacts, ...] = ()
    phases: tuple[PhaseFacts, ...] = ()
    evaluations: tuple[EvaluationFacts, ...] = ()
    """Of the years that were sent out, the earliest first."""
    urges: tuple[UrgeFacts, ...] = ()
