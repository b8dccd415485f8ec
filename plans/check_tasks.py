"""Tasks: numbered once, led by someone, dated or openly undated."""

from __future__ import annotations

from collections.abc import Collection

from plans.check_units import check_known
from plans.findings import Findings
from plans.known_names import KnownNames
from plans.model import Plan, TaskEntry
from plans.problems import Path, quoted

Unreached = Collection[str]
"""Units of the register that no message can reach now, by any of their names."""


def check_tasks(plan: Plan, names: KnownNames, findings: Findings[Plan], unreached: Unreached = ()) -> None:
    """What each task says of itself, that no two have one number, and that its leads can be reached."""
    if not plan.tasks:
        findings.error(("tasks",), "没有事项", "应至少有一项")
    first: dict[int, int] = {}
    for index, task in enumerate(plan.tasks):
        path: Path = ("tasks", index)
        earlier = first.setdefault(task.number, index)
        if earlier != index:
            line = findings.line(("tasks", earlier))
            findings.error((*path, "number"), f"事项编号 {task.number} 与第 {line} 行重复", "每个事项的编号应不同")
        _check_units(task, path, names, findings)
        _check_milestones(task, path, findings)
    _check_reach(plan, names, findings, unreached)


def _check_reach(plan: Plan, names: KnownNames, findings: Findings[Plan], unreached: Unreached) -> None:
    """Each unit is told once, where it leads for the first time."""
    told: set[str] = set()
    for index, task in enumerate(plan.tasks):
        for position, name in enumerate(task.lead_units):
            unit = names.unit(name)
            leads = (unit.members or (unit.name,)) if unit else ()
            silent = [one for one in leads if one in unreached and names.official(one) not in told]
            told |= {names.official(one) for one in silent}
            if silent:
                called = f"“{'”、“'.join(quoted(one) for one in silent[:3])}”" + ("等" if len(silent) > 3 else "")
                where: Path = ("tasks", index, "lead_units", position)
                findings.warn(where, f"牵头单位{called}没有能收到消息的席位", "请用 duban invite 邀请其联络员")


def _check_units(task: TaskEntry, path: Path, names: KnownNames, findings: Findings[Plan]) -> None:
    if not task.lead_units:
        findings.error((*path, "lead_units"), f"第 {task.number} 项没有牵头单位", "应至少有一个牵头单位")
    leading = _check_listed(task.lead_units, (*path, "lead_units"), names, findings)
    supporting = _check_listed(task.responsible_units, (*path, "responsible_units"), names, findings)
    for official, where in supporting.items():
        if official in leading:
            findings.warn(where, f"“{quoted(official)}”既是牵头单位又是责任单位", "请核对；按牵头单位对待")


def _check_listed(listed: tuple[str, ...], path: Path, names: KnownNames, findings: Findings[Plan]) -> dict[str, Path]:
    """The official names of the units ``listed``, with the place of each."""
    found: dict[str, Path] = {}
    for position, name in enumerate(listed):
        where = (*path, position)
        official = names.official(name)
        if check_known(name, where, names, findings) and found.setdefault(official, where) != where:
            findings.warn(where, f"“{quoted(name)}”重复列出", "同一单位应只列一次")
    return found


def _check_milestones(task: TaskEntry, path: Path, findings: Findings[Plan]) -> None:
    if task.undated and task.milestones:
        findings.error((*path, "milestones"), f"第 {task.number} 项写明无时限却有节点", "应删去 undated 或 milestones")
    if not task.undated and not task.milestones:
        wrong = f"第 {task.number} 项没有节点"
        findings.error((*path, "milestones"), wrong, "应至少有一个节点；确无时限的写 undated: true")
