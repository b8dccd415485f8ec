"""``duban check``: everything that is wrong with what people edit, at once, each with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bot.check import Finding, check_templates
from bot.templates import message_names
from documents.checking import check_papers
from duban.reached import unreached_units
from duban.settings import Settings, read_settings
from duban.trouble import Trouble
from plans.check import load_plan, load_policy
from plans.model import Plan
from plans.policy import Policy
from plans.problems import Problem, Severity
from plans.workdays import load_workdays
from register.calendar import WorkingCalendar

_TOP_KEY = re.compile(r"""^["']?([A-Za-z_]+)["']?\s*:""", re.MULTILINE)
_YEAR_KEYS = {"holidays", "workdays"}
_HEAD = 200_000
Look = Callable[[Path], tuple[Plan | None, list[Problem]]]


class Verdict(NamedTuple):
    """The lines of problems, and how many of each kind."""

    lines: list[str]
    errors: int
    warnings: int


def check_all(files: Sequence[Path]) -> Verdict:
    """The named files, or the deployment's own with its templates; the settings in any case."""
    try:
        settings, lines = read_settings(), []
        unreached = unreached_units(settings)
    except Trouble as trouble:
        settings, lines = Settings.model_construct(), [f"settings:1: {line}" for line in str(trouble).splitlines()]
        unreached = frozenset()
    errors = len(lines)
    years, year_problems = load_workdays(settings.workdays)
    calendar = WorkingCalendar(years)
    look = partial(load_plan, is_working=calendar.is_working, unreached=unreached)
    problems: list[Problem] = []
    if files:
        for file in files:
            problems += _check_file(file, look, settings.templates)
    else:
        problems += [
            *look(settings.plan)[1],
            *load_policy(settings.policy, message_names(settings.templates))[1],
            *year_problems,
        ]
        findings = [*check_templates(settings.templates), *_check_papers(settings.templates / "documents")]
        lines += [f"{settings.templates / found.file}:{found.line}: 模板: {found.message}" for found in findings]
        errors += len(findings)
    lines += [str(problem) for problem in problems]
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    return Verdict(lines, errors + len(problems) - warnings, warnings)


def _check_papers(folder: Path) -> list[Finding]:
    return [Finding(f"{folder.name}/{found.file}", found.line, found.message) for found in check_papers(folder)]


def _check_file(file: Path, look: Look, templates: Path) -> list[Problem]:
    """What a file is meant to be is told by its first key; one that cannot be told is read as a plan."""
    match _first_key(file):
        case key if key in Policy.model_fields:
            return load_policy(file, message_names(templates))[1]
        case key if key in _YEAR_KEYS:
            return [problem for problem in load_workdays(file.parent)[1] if Path(problem.file) == file]
        case _:
            return look(file)[1]


def _first_key(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as source:
            found = _TOP_KEY.search(source.read(_HEAD))
    except OSError:
        return ""
    return found[1] if found else ""
