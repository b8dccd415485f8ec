"""Two names for one unit: near-equal names that the plan uses as two units."""

from __future__ import annotations

from plans.findings import Findings
from plans.likeness import alike_pairs
from plans.model import Plan
from plans.problems import Path, quoted


def check_likeness(plan: Plan, findings: Findings[Plan]) -> None:
    """Told once for two units, at the later one; only a person can say whether they are one."""
    owner: dict[str, int] = {}
    for index, unit in enumerate(plan.units):
        for name in (unit.name, *unit.aliases):
            owner.setdefault(name, index)
    told: set[tuple[int, int]] = set()
    for pair in alike_pairs(owner):
        earlier, later = sorted(pair, key=owner.__getitem__)
        units = (owner[earlier], owner[later])
        if units[0] == units[1] or units in told or _belong_together(plan, *units):
            continue
        told.add(units)
        path: Path = ("units", units[1], "name")
        line = findings.line(("units", units[0]))
        findings.warn(
            path,
            f"“{quoted(later)}”与第 {line} 行的“{quoted(earlier)}”可能是同一单位",
            f"如是，请并为一个单位，把“{quoted(later)}”写入“{quoted(plan.units[units[0]].name)}”的 aliases",
        )


def _belong_together(plan: Plan, one: int, other: int) -> bool:
    """One is a member of the other, or housed in it: the plan itself says that they are two."""
    first, second = plan.units[one], plan.units[other]
    names = [{unit.name, *unit.aliases} for unit in (first, second)]
    links = [{*unit.members, *filter(None, [unit.housed_in])} for unit in (first, second)]
    return bool(links[0] & names[1] or links[1] & names[0])
