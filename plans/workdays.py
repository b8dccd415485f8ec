"""``data/workdays/YEAR.yaml``: holidays and make-up days (调休上班日) of years that the calendar package lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path as FilePath
from typing import Annotated

from pydantic import BeforeValidator, Field

from plans.fields import Day
from plans.findings import Findings
from plans.model import Block
from plans.problems import Path, Problem, refuses
from plans.reader import read_document
from plans.schema import read_model

_SATURDAY = 5
_YEAR_FILE = re.compile(r"(19|20|21)[0-9]{2}")


class Span(Block):
    """Days from–to, both included."""

    from_: Day = Field(alias="from")
    to: Day


def _span(value: object) -> object:
    return {"from": value, "to": value} if isinstance(value, date) else value


class WorkdayFile(Block):
    """The file as people write it: single days, or ``{from: …, to: …}``."""

    holidays: tuple[Annotated[Span, BeforeValidator(_span)], ...]
    workdays: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkdayYear:
    """One year as the State Council's notice (国务院办公厅关于节假日安排的通知) sets it."""

    year: int
    holidays: frozenset[date]
    workdays: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether ``day`` of this year is worked: make-up days are, holidays and other week-ends are not."""
        return day in self.workdays or (day not in self.holidays and day.weekday() < _SATURDAY)


def load_workdays(folder: FilePath) -> tuple[dict[int, WorkdayYear], list[Problem]]:
    """The years that ``folder`` describes without error, and all problems. No folder: no years."""
    years: dict[int, WorkdayYear] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.y*ml")) if folder.is_dir() else ():
        if path.suffix != ".yaml" or not _YEAR_FILE.fullmatch(path.stem):
            problems.append(Problem(str(path), 1, "全文", "文件名不是年份", "应如 2027.yaml"))
            continue
        year, found = _load_year(path, int(path.stem))
        problems += found
        if year:
            years[year.year] = year
    return years, problems


def _load_year(path: FilePath, year: int) -> tuple[WorkdayYear | None, list[Problem]]:
    document, problems = read_document(path)
    if document is None:
        return None, problems
    reading = read_model(document, WorkdayFile, problems)
    if reading.model is None:
        return None, reading.problems
    findings = Findings(reading)
    holidays = _holidays(reading.model, year, findings)
    _check_workdays(reading.model, year, holidays, findings)
    found = [*reading.problems, *findings.problems]
    loaded = WorkdayYear(year, holidays, frozenset(reading.model.workdays))
    return (None if refuses(found) else loaded), found


def _holidays(file: WorkdayFile, year: int, findings: Findings[WorkdayFile]) -> frozenset[date]:
    days: set[date] = set()
    for index, span in enumerate(file.holidays):
        path: Path = ("holidays", index)
        if span.to < span.from_:
            findings.error(path, f"假期止于 {span.to}，早于 {span.from_}", "止日应不早于起日")
        elif span.from_.year != year or span.to.year != year:
            findings.error(path, f"{span.from_} 至 {span.to} 不在 {year} 年内", "跨年的假期应分写在两年的文件里")
        else:
            days.update(span.from_ + timedelta(days=count) for count in range((span.to - span.from_).days + 1))
    return frozenset(days)


def _check_workdays(file: WorkdayFile, year: int, holidays: frozenset[date], findings: Findings[WorkdayFile]) -> None:
    for index, day in enumerate(file.workdays):
        path: Path = ("workdays", index)
        if day.year != year:
            findings.error(path, f"{day} 不在 {year} 年内", "应写在当年的文件里")
        elif day in holidays:
            findings.error(path, f"{day} 既是假日又是上班日", "应只列一处")
        elif day.weekday() < _SATURDAY:
            findings.warn(path, f"{day} 本是工作日", "上班日一栏应只列周六、周日的调休上班日")
