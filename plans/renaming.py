"""Units that the new plan calls by another name, and the old plan told in the new names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plans.blueprint import Blueprint, HeadPrint, Parts, TaskPrint, UnitPrint

_BODIES = ("office", "bureau", "leading_group", "consolidator")


def renames(before: Blueprint, after: Blueprint) -> dict[str, str]:
    """Old name -> new name of the units that one plan's aliases tie to a name of the other.

    A unit that gives its name to another one that was there before is no renaming: it was merged into it.
    """
    known, kept = {unit.name for unit in before.units}, {unit.name for unit in after.units}
    found: dict[str, str] = {}
    for unit in after.units:
        gone = [old for old in before.units if old.name not in kept and old.name not in found]
        tied = [old for old in gone if old.name in unit.aliases] + [old for old in gone if unit.name in old.aliases]
        if unit.name not in known and tied:
            found[tied[0].name] = unit.name
    return found


def renamed(plan: Blueprint, names: Mapping[str, str]) -> Blueprint:
    """The same plan, its units called by their new names."""
    return replace(
        plan,
        head=_head(plan.head, names),
        units=tuple(_unit(unit, names) for unit in plan.units),
        targets=tuple(replace(target, owner=names.get(target.owner, target.owner)) for target in plan.targets),
        tasks=tuple(_task(task, names) for task in plan.tasks),
        former=tuple(_task(task, names) for task in plan.former),
    )


def _head(head: HeadPrint, names: Mapping[str, str]) -> HeadPrint:
    bodies = {body: names.get(getattr(head, body), getattr(head, body)) for body in _BODIES}
    return replace(head, **bodies)


def _unit(unit: UnitPrint, names: Mapping[str, str]) -> UnitPrint:
    return replace(
        unit,
        name=names.get(unit.name, unit.name),
        members=tuple(names.get(member, member) for member in unit.members),
        housed_in=names.get(unit.housed_in, unit.housed_in) if unit.housed_in is not None else None,
    )


def _task(task: TaskPrint, names: Mapping[str, str]) -> TaskPrint:
    return replace(task, leads=_parts(task.leads, names), supports=_parts(task.supports, names))


def _parts(parts: Parts, names: Mapping[str, str]) -> Parts:
    return {names.get(unit, unit): names.get(named, named) for unit, named in parts.items()}
