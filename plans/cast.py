"""The cast of a rehearsal: how people behave, as the file says it (``data/cast.yaml``)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from plans.fields import Day, Flag
from plans.findings import Findings
from plans.model import Block, Plan
from plans.problems import Path, PlanRefused, Problem, refuses
from plans.reader import read_document
from plans.schema import read_model

_LONGEST = 3650


class Decides(StrEnum):
    """What the bureau does with a proposal."""

    ACCEPT = "accept"
    DECLINE = "decline"
    HOLD = "hold"
    NEVER = "never"


def _days_or(least: int, *words: str) -> BeforeValidator:
    """Accept one of ``words``, or a whole number of days not under ``least``."""
    expected = "、".join([*words, "天数（如 +3）" if least >= 0 else "天数（如 -5、+20）"])

    def check(value: object) -> object:
        is_days = isinstance(value, int) and not isinstance(value, bool) and least <= value <= _LONGEST
        if value not in words and not is_days:
            raise PydanticCustomError("enum", "neither a known word nor a number of days", {"expected": expected})
        return value

    return BeforeValidator(check)


def _accepts(value: object) -> object:
    if not isinstance(value, bool) and value != "second":
        raise PydanticCustomError("enum", "neither true, false nor second", {"expected": "true、false、second"})
    return value


Reports = Annotated[int | Literal["open", "close", "never"], _days_or(0, "open", "close", "never")]
"""As the round opens, on its last day, N days after its close, or never."""
Completes = Annotated[int | Literal["never"], _days_or(-_LONGEST, "never")]
"""Days from the due date on which completion is claimed."""
Extends = Annotated[int | Literal["never"], _days_or(1, "never")]
"""For how many days later than the due date a later one is asked, in time; or never."""
Reviews = Annotated[int | Literal["same-day", "never"], _days_or(0, "same-day", "never")]
"""How many days after its filing the office judges a report or a claim."""
Accepts = Annotated[bool | Literal["second"], BeforeValidator(_accepts)]
"""Everything, nothing, or what comes for the second time: each is returned once, and filed again."""
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]


def _progress(value: object) -> object:
    if value not in ("linear", "stuck") and not (isinstance(value, tuple | list) and value):
        expected = "linear、stuck、各轮的百分比（如 [20, 40, 60]）"
        raise PydanticCustomError("enum", "neither a known word nor percents", {"expected": expected})
    return value


Progress = Annotated[Literal["linear", "stuck"] | tuple[Percent, ...], BeforeValidator(_progress)]
"""With the time gone by, a small number that never changes, or the percents of the rounds in turn."""


class Away(Block):
    """Days, both included, on which the unit's contact is away and its leader sits in."""

    from_: Day = Field(alias="from")
    to: Day


class Ways(Block):
    """How one unit behaves; what is not said is as in ``default``."""

    reports: Reports | None = None
    progress: Progress | None = None
    completes: Completes | None = None
    signs: Flag | None = None
    extends: Extends | None = None
    away: tuple[Away, ...] | None = None


class OfficeWays(Block):
    """How the office reviews."""

    reviews: Reviews = "same-day"
    accepts: Accepts = True
    grants: Flag = True
    """Whether it agrees to the later dates that are asked."""


class BureauWays(Block):
    """How the bureau decides."""

    decides: Decides = Decides.ACCEPT
    follows: Flag = False
    """Whether what is agreed to is followed to its close: talk, record, rectification, check."""


class CastFile(Block):
    """The whole file."""

    default: Ways = Ways()
    units: dict[str, Ways] = Field(default_factory=dict)
    office: OfficeWays = OfficeWays()
    bureau: BureauWays = BureauWays()


def load_cast(path: FilePath, plan: Plan) -> tuple[CastFile | None, list[Problem]]:
    """The cast, or None if any problem is an error; units may be called by any of their names."""
    document, problems = read_document(path)
    if document is None:
        return None, problems
    reading = read_model(document, CastFile, problems)
    problems = list(reading.problems)
    if reading.model is not None:
        findings = Findings(reading)
        known = {name for unit in plan.units for name in (unit.name, *unit.aliases)}
        for name in reading.model.units:
            if name not in known:
                findings.error(("units", name), f"没有“{name}”这个单位", "应为方案中的单位名称或别名")
        _check_absences(("default",), reading.model.default, findings)
        for name, ways in reading.model.units.items():
            _check_absences(("units", name), ways, findings)
        problems += findings.problems
    return (None if refuses(problems) else reading.model), problems


def _check_absences(path: Path, ways: Ways, findings: Findings[CastFile]) -> None:
    """Each ends no earlier than it begins, and begins after the one before it."""
    before: date | None = None
    for position, away in enumerate(ways.away or ()):
        if away.to < away.from_:
            findings.error((*path, "away", position, "to"), f"{away.to} 早于开始的 {away.from_}", "应不早于 from")
        if before is not None and away.from_ <= before:
            findings.error(
                (*path, "away", position, "from"), f"{away.from_} 不晚于上一次结束的 {before}", "各次应依次排列"
            )
        before = away.to


def require_cast(path: FilePath, plan: Plan) -> CastFile:
    """The cast, for callers that cannot do without; PlanRefused names every problem."""
    cast, problems = load_cast(path, plan)
    if cast is None:
        raise PlanRefused(problems)
    return cast
