"""Units among themselves: each name means one unit, each reference means a unit, nothing contains itself."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from plans.findings import Findings
from plans.known_names import KnownNames
from plans.model import Plan, UnitEntry
from plans.problems import Path, quoted

_MOST_CYCLES = 20


def check_units(plan: Plan, names: KnownNames, findings: Findings[Plan]) -> None:
    """Clashing names, unknown members and hosts, rings of membership or housing, collective units without members."""
    if not plan.units:
        findings.error(("units",), "没有单位", "应列出方案涉及的单位")
    _check_clashes(plan, findings)
    for index, unit in enumerate(plan.units):
        _check_references(unit, ("units", index), names, findings)
        _check_members(unit, ("units", index), findings)
    _check_rings({unit.name: unit.members for unit in plan.units}, "members", "包含", plan, names, findings)
    housed: dict[str, tuple[str, ...]] = {unit.name: (unit.housed_in,) for unit in plan.units if unit.housed_in}
    _check_rings(housed, "housed_in", "设在", plan, names, findings)


def _check_clashes(plan: Plan, findings: Findings[Plan]) -> None:
    first: dict[str, tuple[str, Path]] = {}
    for index, unit in enumerate(plan.units):
        here: Path = ("units", index)
        named = [(unit.name, (*here, "name"))]
        named += [(alias, (*here, "aliases", position)) for position, alias in enumerate(unit.aliases)]
        for name, path in named:
            owner, place = first.setdefault(name, (unit.name, path))
            if place != path:
                wrong = f"“{quoted(name)}”在第 {findings.line(place)} 行已是“{quoted(owner)}”的名称"
                findings.error(path, wrong, "一个名称应只属于一个单位，且只写一次")


def _check_references(unit: UnitEntry, path: Path, names: KnownNames, findings: Findings[Plan]) -> None:
    for position, member in enumerate(unit.members):
        check_known(member, (*path, "members", position), names, findings)
    if unit.housed_in:
        check_known(unit.housed_in, (*path, "housed_in"), names, findings)


def check_known(name: str, path: Path, names: KnownNames, findings: Findings[Plan]) -> bool:
    """Whether ``name`` is a name of some unit; if not, that is a finding at ``path``."""
    if name in names:
        return True
    findings.error(path, f"没有名为“{quoted(name)}”的单位", "应为 units 中列出的单位名称或别名")
    return False


def _check_members(unit: UnitEntry, path: Path, findings: Findings[Plan]) -> None:
    if unit.members:
        return
    if not unit.settled:
        findings.warn(path, f"“{quoted(unit.name)}”的成员名单未定", "请领导小组办公室核定后填写 members")
    elif findings.written((*path, "members")):
        findings.error((*path, "members"), "集合单位没有成员", "应列出成员；名单未定的写 settled: false")


def _check_rings(
    links: dict[str, tuple[str, ...]], field: str, verb: str, plan: Plan, names: KnownNames, findings: Findings[Plan]
) -> None:
    """Each ring is told once, at its first unit in the file; so many rings are no accident that the rest can wait."""
    graph = {name: {names.official(other) for other in others} for name, others in links.items()}
    index = {unit.name: position for position, unit in reversed(list(enumerate(plan.units)))}
    for _ in range(_MOST_CYCLES):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            ring = list(reversed(error.args[1]))
            first = min(ring, key=index.__getitem__)
            told = f"“{'”、“'.join(quoted(name) for name in ring[:4])}”"
            findings.error(("units", index[first], field), f"{told}互相{verb}", "单位之间不应循环")
            for name in ring:
                graph.pop(name, None)
        else:
            return
