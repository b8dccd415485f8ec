"""The rules a person may tune: one class per block of ``data/policy.yaml``.

Every default equals the file that ships, so a policy file may name only what it changes.
``wd`` in names and texts means working day of the Chinese statutory calendar, make-up days included.
"""

from __future__ import annotations

import re
from datetime import time
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from plans.model import Block
from plans.roles import Role


def _quoted_time(value: object) -> time:
    """YAML 1.1 reads an unquoted 16:30 as a number; only text such as "16:30" is a time of day."""
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not (clock := _CLOCK.fullmatch(value)):
        raise PydanticCustomError("time_of_day", 'expected a quoted time of day such as "09:00"')
    return time(int(clock[1]), int(clock[2]))


_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
TimeOfDay = Annotated[time, BeforeValidator(_quoted_time)]
Days = Annotated[int, Field(strict=True, ge=0, le=366)]
WorkingDays = Annotated[int, Field(strict=True, ge=1, le=60)]


class Step(StrEnum):
    """A step of the ladder (督办梯次)."""

    WARNING = "warning"
    ORDER = "order"
    EXPLANATION = "explanation-asked"
    PROPOSAL = "proposal"


class WorkingDay(Block):
    """When the system speaks by itself, and when it holds its tongue."""

    speak_at: TimeOfDay = time(9, 0)
    quiet_from: TimeOfDay = time(20, 0)
    quiet_until: TimeOfDay = time(8, 30)


class Reminders(Block):
    """Marks in days before the due date. Overdue is said on the next wd, then on the first wd of each ISO week.

    A notice that is not signed for is named ``unsigned_after`` wd after it was sent, then on the same weekly day.
    """

    lead_marks: tuple[Days, ...] = (30, 15, 7, 3, 1, 0)
    support_marks: tuple[Days, ...] = (15, 3)
    unsigned_after: WorkingDays = 3
    weekly_digest: Annotated[bool, Field(strict=True)] = True


class RoundRules(Block):
    """One quarter's collection (报送轮次), counted in wd from the quarter's end."""

    opens_on_last: WorkingDays = 5
    chase_on_last: tuple[WorkingDays, ...] = (2, 1)
    missing_list_after: WorkingDays = 1
    filing_asked_after: WorkingDays = 1
    filing_confirmed_by: WorkingDays = 3
    drafts_after: WorkingDays = 4
    returned_again_within: WorkingDays = 3
    responsible_units_report: Annotated[bool, Field(strict=True)] = False


class StepPaper(StrEnum):
    """A paper that may follow the message of a step, and the step it belongs to."""

    ORDER = "order"


TemplateName = Annotated[str, Field(strict=True, min_length=1, max_length=60)]


class LadderStep(Block):
    """One step: taken ``after`` wd, told ``to`` these seats of the unit (or office, bureau), copied ``copy_to``.

    ``template`` names the file of ``message_templates/`` that has its words, without ``.j2``; None: the step's own.
    ``document`` is the paper that follows its message to those it is told ``to``; None: the message says it all.
    """

    step: Step
    after: WorkingDays
    to: tuple[Role, ...]
    copy_to: tuple[Role, ...] = ()
    template: TemplateName | None = None
    document: StepPaper | None = None


_WARNING = LadderStep(step=Step.WARNING, after=1, to=(Role.CONTACT,), copy_to=(Role.OFFICE,))
_ORDER = LadderStep(step=Step.ORDER, after=5, to=(Role.CONTACT, Role.LEADER), copy_to=(Role.OFFICE,))


def _explanation(after: int) -> LadderStep:
    return LadderStep(step=Step.EXPLANATION, after=after, to=(Role.CONTACT,))


def _proposal(after: int) -> LadderStep:
    return LadderStep(step=Step.PROPOSAL, after=after, to=(Role.BUREAU,), copy_to=(Role.OFFICE,))


class LadderRules(Block):
    """The ladders by cause; each case freezes the one it started on."""

    overdue: tuple[LadderStep, ...] = (_WARNING, _ORDER, _explanation(8), _proposal(10))
    slow: tuple[LadderStep, ...] = (_WARNING,)
    slow_again: tuple[LadderStep, ...] = (_explanation(1), _proposal(3))
    returned_twice: tuple[LadderStep, ...] = (_WARNING,)
    explanation_to_proposal: WorkingDays = 2


class SlowRules(Block):
    """Slow = percent under ``share`` of the elapsed share, or below it and unchanged since the round before."""

    share: Annotated[float, Field(strict=True, gt=0, le=1)] = 0.70


class CaseRules(Block):
    """Cases (约谈). A talk begins within these hours; marks are days before a rectification (整改) is due."""

    talk_from: TimeOfDay = time(8, 30)
    talk_until: TimeOfDay = time(18, 0)
    rectify_within: WorkingDays = 15
    rectification_marks: tuple[Days, ...] = (7, 3, 1, 0)
    undecided_after: WorkingDays = 5


class Lights(Block):
    """Yellow = open and due within this many days."""

    yellow_within: Days = 15


Weight = Annotated[int, Field(strict=True, ge=0, le=100)]


class EvaluationWeights(Block):
    """What the parts of the yearly evaluation (年度考评) are worth; together 100 points."""

    completion: Weight = 50
    timeliness: Weight = 20
    quality: Weight = 15
    cooperation: Weight = 15


class EvaluationRules(Block):
    """Points per unit and year. ``late_share`` of a point is given for what was done late; the others are taken."""

    weights: EvaluationWeights = EvaluationWeights()
    late_share: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.5
    per_return: Weight = 2
    per_order: Weight = 2
    per_case: Weight = 5
    objection_days: WorkingDays = 5
    leading_bodies: Annotated[bool, Field(strict=True)] = False
    ranked: Annotated[bool, Field(strict=True)] = False


class Limits(Block):
    """What keeps people from being nagged, and the system from being flooded."""

    urge_again_after: Days = 3
    invitation_days: Annotated[int, Field(strict=True, ge=1, le=90)] = 7
    evidence_megabytes: Annotated[int, Field(strict=True, ge=1, le=20)] = 20
    evidence_files: Annotated[int, Field(strict=True, ge=1, le=50)] = 10


class Policy(Block):
    """The whole file."""

    working_day: WorkingDay = WorkingDay()
    reminders: Reminders = Reminders()
    round: RoundRules = RoundRules()
    ladder: LadderRules = LadderRules()
    slow: SlowRules = SlowRules()
    cases: CaseRules = CaseRules()
    lights: Lights = Lights()
    evaluation: EvaluationRules = EvaluationRules()
    limits: Limits = Limits()
