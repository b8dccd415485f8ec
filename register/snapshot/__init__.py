"""The register at one instant, as plain values that can be handed to another process."""

from register.snapshot.facts import (
    CaseFacts,
    ClimbFacts,
    DutyFacts,
    ExtensionFacts,
    MilestoneFacts,
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
    "CaseFacts",
    "ClimbFacts",
    "DutyFacts",
    "EmptyRegister",
    "ExtensionFacts",
    "MilestoneFacts",
    "ReportFacts",
    "RequestFacts",
    "RoundFacts",
    "Snapshot",
    "StepFacts",
    "TaskFacts",
    "UnitFacts",
    "take_snapshot",
]
