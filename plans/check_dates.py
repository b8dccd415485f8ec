"""Deadlines against the plan's time and the calendar, and weekdays stated in the wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from plans.findings import Findings
from plans.model import MilestoneEntry, Plan
from plans.problems import Path
from plans.weekdays import weekday_slips

IsWorking = Callable[[date], bool]


def check_dates(plan: Plan, findings: Findings[Plan], is_working: IsWorking | None) -> None:
    """Deadlines lie inside the plan, better on a working day; a stated weekday is that of its date."""
    for path, milestone in _milestones(plan):
        _check_due(milestone, path, plan, findings)
        if is_working and not is_working(milestone.due):
            findings.warn((*path, "due"), f"{milestone.due} 不是工作日", "请核对；提醒将提前到上一个工作日")
    years = range(plan.plan.starts.year, plan.plan.ends.year + 1)
    for path, text in _texts(plan):
        for wrong, expected in weekday_slips(text, years):
            findings.warn(path, wrong, expected)


def _check_due(milestone: MilestoneEntry, path: Path, plan: Plan, findings: Findings[Plan]) -> None:
    starts, ends = plan.plan.starts, plan.plan.ends
    if starts > ends:
        return
    if milestone.due < starts:
        findings.error((*path, "due"), f"时限 {milestone.due} 早于方案起始日 {starts}", "应在方案期内")
    if milestone.due > ends:
        findings.error((*path, "due"), f"时限 {milestone.due} 晚于方案结束日 {ends}", "应在方案期内")


def _milestones(plan: Plan) -> Iterator[tuple[Path, MilestoneEntry]]:
    for index, task in enumerate(plan.tasks):
        for position, milestone in enumerate(task.milestones):
            yield ("tasks", index, "milestones", position), milestone


def _texts(plan: Plan) -> Iterator[tuple[Path, str]]:
    yield ("plan", "title"), plan.plan.title
    for index, task in enumerate(plan.tasks):
        for field, text in (("title", task.title), ("description", task.description)):
            if text:
                yield ("tasks", index, field), text
    for path, milestone in _milestones(plan):
        for field, text in (("wording", milestone.wording), ("result", milestone.result)):
            if text:
                yield (*path, field), text
