"""Every table of the register, one file per part of the story."""

from register.tables.absences import Absence
from register.tables.amendments import Amendment, Decree
from register.tables.buttons import Button
from register.tables.cases import CaseEvent, CaseStep
from register.tables.circulars import Circular, Recipient
from register.tables.climbs import Case, Climb, ClimbStep
from register.tables.contributions import Contribution
from register.tables.coordinations import Coordination, CoordinationStep
from register.tables.evaluations import Adjustment, Evaluation, Sheet
from register.tables.explanations import Explanation
from register.tables.extensions import Extension, Reopening
from register.tables.forms import Draft, Evidence
from register.tables.notes import OfficeNote, ReturnedLedger
from register.tables.notices import Notice, NoticeCopy, NoticeCounter
from register.tables.outages import Outage
from register.tables.plan import (
    Duty,
    Milestone,
    PhaseRecord,
    PlanRecord,
    TargetRecord,
    Task,
    TaskUnit,
    Unit,
    UnitAlias,
    UnitMember,
)
from register.tables.records import AuditEntry, AuditHead, Checkpoint, Receipt, Transition
from register.tables.reports import Completion, Report, Request, Round
from register.tables.seats import Holding, Invitation, Person, Seat
from register.tables.targets import TargetReport, TargetRequest
from register.tables.urges import Urge

__all__ = [
    "Absence",
    "Adjustment",
    "Amendment",
    "AuditEntry",
    "AuditHead",
    "Button",
    "Case",
    "CaseEvent",
    "CaseStep",
    "Checkpoint",
    "Circular",
    "Climb",
    "ClimbStep",
    "Completion",
    "Contribution",
    "Coordination",
    "CoordinationStep",
    "Decree",
    "Draft",
    "Duty",
    "Evaluation",
    "Evidence",
    "Explanation",
    "Extension",
    "Holding",
    "Invitation",
    "Milestone",
    "Notice",
    "NoticeCopy",
    "NoticeCounter",
    "OfficeNote",
    "Outage",
    "Person",
    "PhaseRecord",
    "PlanRecord",
    "Receipt",
    "Recipient",
    "Reopening",
    "Report",
    "Request",
    "ReturnedLedger",
    "Round",
    "Seat",
    "Sheet",
    "TargetRecord",
    "TargetReport",
    "TargetRequest",
    "Task",
    "TaskUnit",
    "Transition",
    "Unit",
    "UnitAlias",
    "UnitMember",
    "Urge",
]
