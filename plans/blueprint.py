"""A plan with its names resolved: what a plan file and a live register are compared by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from plans.model import Plan, Target, TaskEntry, UnitEntry, UnitNames


@dataclass(frozen=True, slots=True)
class PhasePrint:
    """A stage of the plan (阶段)."""

    name: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class HeadPrint:
    """What the plan says of itself."""

    code: str
    title: str
    starts: date
    ends: date
    office: str
    bureau: str
    leading_group: str
    consolidator: str
    phases: tuple[PhasePrint, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPrint:
    """A unit; ``members`` are single units, collective ones among them expanded."""

    name: str
    aliases: frozenset[str] = frozenset()
    members: tuple[str, ...] = ()
    settled: bool = True
    leading_body: bool = False
    housed_in: str | None = None


@dataclass(frozen=True, slots=True)
class TargetPrint:
    """A number that the plan promises."""

    code: str
    name: str
    measure: str
    minimum: Decimal | None
    maximum: Decimal | None
    due: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class MilestonePrint:
    """A dated result. ``ordinal`` names it in a register and says nothing of what is decreed."""

    due: date
    wording: str
    result: str | None = None
    ongoing: bool = False
    ordinal: int = field(default=0, compare=False)


Parts = dict[str, str]
"""Single units in order -> the name under which the plan lists each (its own, or that of a collective unit)."""


@dataclass(frozen=True, slots=True)
class TaskPrint:
    """A task with its single units; no responsible unit leads as well."""

    number: int
    section: str | None
    title: str
    description: str | None
    undated: bool
    leads: Parts
    supports: Parts
    milestones: tuple[MilestonePrint, ...]


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The plan in force. ``former`` are tasks that an earlier change dropped: their numbers are taken."""

    head: HeadPrint
    units: tuple[UnitPrint, ...]
    targets: tuple[TargetPrint, ...]
    tasks: tuple[TaskPrint, ...]
    former: tuple[TaskPrint, ...] = ()
    former_units: frozenset[str] = frozenset()


def blueprint_of(plan: Plan) -> Blueprint:
    """The blueprint of a checked plan file; milestones in order of their dates."""
    names = UnitNames(plan.units)
    head = plan.plan
    return Blueprint(
        head=HeadPrint(
            code=head.id,
            title=head.title,
            starts=head.starts,
            ends=head.ends,
            office=names.official(head.office),
            bureau=names.official(head.bureau),
            leading_group=names.official(head.leading_group),
            consolidator=names.official(head.consolidator),
            phases=tuple(PhasePrint(phase.name, phase.from_, phase.to) for phase in head.phases),
        ),
        units=tuple(_unit(entry, names) for entry in plan.units),
        targets=tuple(_target(target, names) for target in head.targets),
        tasks=tuple(_task(entry, names) for entry in sorted(plan.tasks, key=lambda entry: entry.number)),
    )


def _unit(entry: UnitEntry, names: UnitNames) -> UnitPrint:
    return UnitPrint(
        name=entry.name,
        aliases=frozenset(entry.aliases),
        members=names.expand(entry.name) if entry.members else (),
        settled=entry.settled,
        leading_body=entry.leading_body,
        housed_in=names.official(entry.housed_in) if entry.housed_in is not None else None,
    )


def _target(target: Target, names: UnitNames) -> TargetPrint:
    return TargetPrint(
        code=target.id,
        name=target.name,
        measure=target.unit,
        minimum=target.min,
        maximum=target.max,
        due=target.due,
        owner=names.official(target.owner),
    )


def _task(entry: TaskEntry, names: UnitNames) -> TaskPrint:
    leads = _expanded(entry.lead_units, names)
    supports = {unit: named for unit, named in _expanded(entry.responsible_units, names).items() if unit not in leads}
    marks = sorted(entry.milestones, key=lambda milestone: milestone.due)
    return TaskPrint(
        number=entry.number,
        section=entry.section,
        title=entry.title,
        description=entry.description,
        undated=entry.undated,
        leads=leads,
        supports=supports,
        milestones=tuple(
            MilestonePrint(mark.due, mark.wording, mark.result, mark.ongoing, ordinal)
            for ordinal, mark in enumerate(marks, start=1)
        ),
    )


def _expanded(written: tuple[str, ...], names: UnitNames) -> Parts:
    expanded: Parts = {}
    for name in written:
        for unit in names.expand(name):
            expanded.setdefault(unit, names.official(name))
    return expanded
