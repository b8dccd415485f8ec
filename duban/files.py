"""What people edit, read for one run: plan, policy, working days and the words of messages."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass

from jinja2 import TemplateError

from bot.templates import Templates, message_names
from duban.settings import Settings
from duban.trouble import Trouble
from plans.check import require_plan, require_policy
from plans.model import Plan
from plans.problems import PlanRefused, refuses
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


def read_files(settings: Settings) -> Files:
    """Trouble names every problem of the plan, the policy and the working days."""
    try:
        plan, policy = require_plan(settings.plan), require_policy(settings.policy, message_names(settings.templates))
    except PlanRefused as refused:
        raise Trouble(
            "\n".join([*map(str, refused.problems), "请按以上提示改正后再试（可用 duban check 复核）。"])
        ) from refused
    years, problems = load_workdays(settings.workdays)
    if refuses(problems):
        raise Trouble("\n".join([*map(str, problems), "请按以上提示改正后再试（可用 duban check 复核）。"]))
    fingerprint = hashlib.sha256(settings.plan.read_bytes()).hexdigest()
    return Files(plan, fingerprint, Rules(policy, WorkingCalendar(years), settings.zone))


def read_templates(settings: Settings) -> Templates:
    try:
        return Templates(settings.templates, settings.zone)
    except (OSError, TemplateError, tomllib.TOMLDecodeError) as error:
        raise Trouble(f"消息模板有误（{type(error).__name__}）：请运行 duban check 查看是哪个文件的哪一行。") from error
