"""The register at one instant, as plain values that can be handed to another process."""

from register.snapshot.case_counts import CaseCount, cases_by_unit
from register.snapshot.facts import (
    CaseFacts,
    ClimbFacts,
    DutyFacts,
    ExtensionFacts,
    MilestoneFacts,
    PhaseFacts,
    ReportFacts,
    RequestFacts,
    RoundFacts,
    Snapshot,
    StepFacts,
    TaskFacts,
    UnitFacts,
)
from register.snapshot.reading import EmptyRegister, take_snapshot

__all__ = [
    "CaseCount",
    "CaseFacts",
    "ClimbFacts",
    "DutyFacts",
    "EmptyRegister",
    "ExtensionFacts",
    "MilestoneFacts",
    "PhaseFacts",
    "ReportFacts",
    "RequestFacts",
    "RoundFacts",
    "Snapshot",
    "StepFacts",
    "TaskFacts",
    "UnitFacts",
    "cases_by_unit",
    "take_snapshot",
]
