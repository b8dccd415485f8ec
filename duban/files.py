"""What people edit, read for one run: plan, policy, working days and the words of messages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError

from bot.templates import Templates, message_names
from documents.mistakes import BROKEN_TABLE
from documents.words import paper_words, read_words
from duban.settings import Settings
from duban.trouble import Trouble
from plans.check import require_plan, require_policy
from plans.model import Plan
from plans.problems import PlanRefused, Problem, refuses
from plans.questions import open_questions
from plans.workdays import load_workdays
from register.calendar import WorkingCalendar
from register.rules import Rules


@dataclass(frozen=True)
class Files:
    """The files of one deployment, all of them in order."""

    plan: Plan
    fingerprint: str
    """SHA-256 of the plan file: tells whether the register was filled from this very text."""
    rules: Rules


@dataclass(frozen=True)
class PlanFile:
    """A plan file in order. ``doubts``: values of a draft that a person has still to check."""

    plan: Plan
    fingerprint: str
    doubts: tuple[Problem, ...] = ()


def read_files(settings: Settings) -> Files:
    """Trouble names every problem of the plan, the policy and the working days."""
    file = read_plan(settings.plan)
    return Files(file.plan, file.fingerprint, read_rules(settings))


def read_plan(path: Path) -> PlanFile:
    """Trouble names every problem of the plan."""
    try:
        plan = require_plan(path)
    except PlanRefused as refused:
        raise _to_mend(refused.problems) from refused
    return PlanFile(plan, fingerprint_of(path), tuple(open_questions(path)))


def fingerprint_of(path: Path) -> str:
    """What tells one plan file's text from another's; empty where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def read_rules(settings: Settings) -> Rules:
    """Trouble names every problem of the policy and the working days."""
    try:
        policy = require_policy(settings.policy, message_names(settings.templates))
    except PlanRefused as refused:
        raise _to_mend(refused.problems) from refused
    years, problems = load_workdays(settings.workdays)
    if refuses(problems):
        raise _to_mend(problems)
    return Rules(policy, WorkingCalendar(years), settings.zone)


def _to_mend(problems: list[Problem]) -> Trouble:
    return Trouble("\n".join([*map(str, problems), "请按以上提示改正后再试（可用 duban check 复核）。"]))


def read_templates(settings: Settings) -> Templates:
    """The deployment's words, those of its papers included: an office's folder is whole, or it is refused."""
    try:
        read_words(paper_words(settings.templates))
        return Templates(settings.templates, settings.zone)
    except (OSError, TemplateError, *BROKEN_TABLE) as error:
        raise Trouble(f"消息模板有误（{type(error).__name__}）：请运行 duban check 查看是哪个文件的哪一行。") from error
