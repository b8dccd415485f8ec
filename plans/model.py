"""The plan as people wrote it: one class per block of ``data/tasks.yaml``.

These classes only say what a well-formed file may hold. What must be true *between* the blocks
(a known unit, a unique number, a deadline inside the plan) is judged in ``plans/check.py``, which can
name every problem with its line; a pydantic error could only name the first one.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class Block(BaseModel):
    """A block of the file: unknown keys are refused, because a misspelt key would be a lost fact."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Phase(Block):
    """A stage of the plan (阶段). ``to`` may be missing: 2023年及以后."""

    name: str
    from_: date = Field(alias="from")
    to: date | None = None


class Target(Block):
    """A number the plan promises (工作目标), with its unit of measure and the unit that owns it."""

    id: str
    name: str
    unit: str
    min: Decimal | None = None
    max: Decimal | None = None
    due: date | None = None
    owner: str


class PlanHead(Block):
    """What the plan says of itself: its time, and who runs, supervises and consolidates it."""

    id: str
    title: str
    drafted: date | None = None
    starts: date
    ends: date
    office: str
    bureau: str
    leading_group: str
    consolidator: str
    phases: tuple[Phase, ...] = ()
    targets: tuple[Target, ...] = ()


class Post(Block):
    """A post in a task force or leading group (组长：市委常委、政法委书记); posts, never names."""

    post: str
    holders: tuple[str, ...]


class UnitEntry(Block):
    """A unit with its other names.

    ``members`` makes it a collective unit (集合单位): the name stands for its members.
    ``settled: false`` says that the source does not name all members and the office must confirm them.
    ``leading_body`` marks a body led by the city's leaders: same days, other words.
    ``housed_in`` names the unit whose people sit in this one: they may not review that unit's reports.
    """

    name: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    settled: bool = True
    leading_body: bool = False
    housed_in: str | None = None
    posts: tuple[Post, ...] = ()


class MilestoneEntry(Block):
    """A dated result (节点): the source's wording stands beside the date it means."""

    due: date
    wording: str
    result: str | None = None
    ongoing: bool = False


class TaskEntry(Block):
    """A numbered task (事项) with its lead and responsible units, by any of their names."""

    number: int = Field(gt=0)
    section: str | None = None
    title: str
    description: str | None = None
    lead_units: tuple[str, ...]
    responsible_units: tuple[str, ...] = ()
    milestones: tuple[MilestoneEntry, ...] = ()
    undated: bool = False
    source_number: str | None = None


class Plan(Block):
    """The whole file."""

    plan: PlanHead
    units: tuple[UnitEntry, ...]
    tasks: tuple[TaskEntry, ...]


class UnitNames:
    """Any written name of a unit -> the name the register holds."""

    def __init__(self, units: tuple[UnitEntry, ...]) -> None:
        self._official = {alias: unit.name for unit in units for alias in (unit.name, *unit.aliases)}
        self._units = {unit.name: unit for unit in units}

    def official(self, name: str) -> str:
        """The register's name of the unit called ``name``; KeyError when no unit is called so."""
        return self._official[name]

    def expand(self, name: str) -> tuple[str, ...]:
        """The units that ``name`` stands for: itself, or the members of a collective unit, in order."""
        unit = self._units[self.official(name)]
        if not unit.members:
            return (unit.name,)
        expanded = [leaf for member in unit.members for leaf in self.expand(member)]
        return tuple(dict.fromkeys(expanded))
