"""What the plan says of itself: its time, its bodies, its phases and its targets."""

from __future__ import annotations

from plans.check_units import check_known
from plans.findings import Findings
from plans.known_names import KnownNames
from plans.model import Plan, Target
from plans.problems import Path, quoted


def check_head(plan: Plan, names: KnownNames, findings: Findings[Plan]) -> None:
    """Bodies are single known units; spans run forwards; targets promise a number inside the plan's time."""
    head = plan.plan
    if head.ends < head.starts:
        findings.error(("plan", "ends"), f"结束日 {head.ends} 早于起始日 {head.starts}", "结束日应不早于起始日")
    for field in ("office", "bureau", "leading_group", "consolidator"):
        _check_single(getattr(head, field), ("plan", field), names, findings)
    for index, phase in enumerate(head.phases):
        if phase.to and phase.to < phase.from_:
            wrong = f"阶段结束日 {phase.to} 早于起始日 {phase.from_}"
            findings.error(("plan", "phases", index, "to"), wrong, "结束日应不早于起始日")
    _check_ids(plan, findings)
    for index, target in enumerate(head.targets):
        _check_target(target, ("plan", "targets", index), plan, findings)
        _check_single(target.owner, ("plan", "targets", index, "owner"), names, findings)


def _check_single(name: str, path: Path, names: KnownNames, findings: Findings[Plan]) -> None:
    unit = names.unit(name)
    if check_known(name, path, names, findings) and unit and unit.members:
        findings.error(path, f"“{quoted(name)}”代表若干单位", "应为单个单位")


def _check_ids(plan: Plan, findings: Findings[Plan]) -> None:
    first: dict[str, int] = {}
    for index, target in enumerate(plan.plan.targets):
        earlier = first.setdefault(target.id, index)
        if earlier != index:
            line = findings.line(("plan", "targets", earlier))
            wrong = f"目标编号 {quoted(target.id)} 与第 {line} 行重复"
            findings.error(("plan", "targets", index, "id"), wrong, "每个目标的编号应不同")


def _check_target(target: Target, path: Path, plan: Plan, findings: Findings[Plan]) -> None:
    if target.min is None and target.max is None:
        findings.error(path, f"目标“{quoted(target.name)}”没有数值", "应写 min、max 或两者")
    if target.min is not None and target.max is not None and target.max < target.min:
        findings.error((*path, "max"), f"上限 {target.max} 小于下限 {target.min}", "上限应不小于下限")
    starts, ends = plan.plan.starts, plan.plan.ends
    if target.due and starts <= ends and not starts <= target.due <= ends:
        findings.error((*path, "due"), f"期限 {target.due} 不在方案期内", f"应在 {starts} 至 {ends} 之间")
