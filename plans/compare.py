"""What a new plan changes in the one in force. Pure: two blueprints in, the changes out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from plans.blueprint import Blueprint, HeadPrint, MilestonePrint, TargetPrint, TaskPrint, UnitPrint
from plans.objections import objections
from plans.pairing import Change, pair_milestones
from plans.renaming import renamed, renames

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TaskChange(Change[TaskPrint]):
    """``milestones``: all of them, those that stay as they are too. ``restored``: an earlier change had dropped it."""

    milestones: tuple[Change[MilestonePrint], ...] = ()
    restored: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Only what differs. Units are called by their new names throughout; ``before`` of a renamed one has the old."""

    head: Change[HeadPrint] | None
    units: tuple[Change[UnitPrint], ...]
    targets: tuple[Change[TargetPrint], ...]
    tasks: tuple[TaskChange, ...]
    renamed: dict[str, str]
    """Old name -> new name."""
    reordered: bool
    """Units, members or the units of a task stand in another order."""
    objections: tuple[str, ...]
    """Why the new plan cannot be taken over as it is."""

    @property
    def empty(self) -> bool:
        return not (self.head or self.units or self.targets or self.tasks or self.reordered)


def compare(standing: Blueprint, after: Blueprint) -> Comparison:
    """The changes that lead from the plan in force, ``standing``, to ``after``."""
    names = renames(standing, after)
    before = renamed(standing, names)
    return Comparison(
        head=Change(before.head, after.head) if before.head != after.head else None,
        units=tuple(_unit_changes(before, after, {new: old for old, new in names.items()})),
        targets=tuple(one for one in _pairs(before.targets, after.targets, _code) if one.before != one.after),
        tasks=tuple(_task_changes(before, after)),
        renamed=names,
        reordered=_order(before, after) != _order(after, before),
        objections=objections(standing, before, after, names),
    )


def _pairs(before: Iterable[T], after: Iterable[T], key: Callable[[T], Hashable]) -> list[Change[T]]:
    """By key, in the order of the new plan; what it lacks comes last."""
    old = {key(one): one for one in before}
    found = [Change(old.pop(key(one), None), one) for one in after]
    return [*found, *(Change(one, None) for one in old.values())]


def _code(target: TargetPrint) -> str:
    return target.code


def _unit_changes(before: Blueprint, after: Blueprint, old_names: dict[str, str]) -> Iterator[Change[UnitPrint]]:
    for one in _pairs(before.units, after.units, lambda unit: unit.name):
        if one.before is not None and one.before.name in old_names:
            yield Change(replace(one.before, name=old_names[one.before.name]), one.after)
        elif one.before is None or one.after is None or _unordered(one.before) != _unordered(one.after):
            yield one


def _unordered(unit: UnitPrint) -> UnitPrint:
    return replace(unit, members=tuple(sorted(unit.members)))


def _task_changes(before: Blueprint, after: Blueprint) -> Iterator[TaskChange]:
    former = {task.number: task for task in before.former}
    for one in _pairs(before.tasks, after.tasks, lambda task: task.number):
        restored = one.before is None and one.after is not None and one.after.number in former
        old = former[one.after.number] if restored and one.after is not None else one.before
        if restored or old is None or one.after is None or _as_decreed(old) != _as_decreed(one.after):
            milestones = pair_milestones(old.milestones if old else (), one.after.milestones if one.after else ())
            yield TaskChange(old, one.after, milestones, restored)


def _as_decreed(task: TaskPrint) -> TaskPrint:
    """Without the order in which a register happens to know the milestones."""
    marks = sorted(task.milestones, key=lambda one: (one.due, one.wording, one.result or "", one.ongoing))
    return replace(task, milestones=tuple(marks))


def _order(plan: Blueprint, other: Blueprint) -> object:
    """Where everything stands that both plans have and that people wrote in an order of their own."""
    units, tasks = {unit.name: unit for unit in other.units}, {task.number: task for task in other.tasks}
    return (
        [unit.name for unit in plan.units if unit.name in units],
        {
            unit.name: [member for member in unit.members if member in units[unit.name].members]
            for unit in plan.units
            if unit.name in units
        },
        {
            task.number: (
                [unit for unit in task.leads if unit in tasks[task.number].leads],
                [unit for unit in task.supports if unit in tasks[task.number].supports],
            )
            for task in plan.tasks
            if task.number in tasks
        },
    )
