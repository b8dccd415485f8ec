"""The plan as people wrote it: one class per block of ``data/tasks.yaml``.

These classes only say what a well-formed file may hold. What must be true *between* the blocks
(a known unit, a unique number, a deadline inside the plan) is judged in ``plans/check.py``, which can
name every problem with its line; a pydantic error could only name the first one.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from plans.fields import Day, Flag, Line, Name, Number, Quantity, Text


class Block(BaseModel):
    """A block of the file: unknown keys are refused, because a misspelt key would be a lost fact."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Phase(Block):
    """A stage of the plan (阶段). ``to`` may be missing: 2023年及以后."""

    name: Name
    from_: Day = Field(alias="from")
    to: Day | None = None


class Target(Block):
    """A number the plan promises (工作目标), with its unit of measure and the unit that owns it."""

    id: Name
    name: Name
    unit: Name
    min: Quantity | None = None
    max: Quantity | None = None
    due: Day | None = None
    owner: Name


class PlanHead(Block):
    """What the plan says of itself: its time, and who runs, supervises and consolidates it."""

    id: Name
    title: Line
    drafted: Day | None = None
    starts: Day
    ends: Day
    office: Name
    bureau: Name
    leading_group: Name
    consolidator: Name
    phases: tuple[Phase, ...] = ()
    targets: tuple[Target, ...] = ()


class Post(Block):
    """A post in a task force or leading group (组长：市委常委、政法委书记); posts, never names."""

    post: Name
    holders: tuple[Text, ...]


class UnitEntry(Block):
    """A unit with its other names.

    ``members`` makes it a collective unit (集合单位): the name stands for its members.
    ``settled: false`` says that the source does not name all members and the office must confirm them.
    ``leading_body`` marks a body led by the city's leaders: same days, other words.
    ``housed_in`` names the unit whose people sit in this one: they may not review that unit's reports.
    """

    name: Name
    aliases: tuple[Name, ...] = ()
    members: tuple[Name, ...] = ()
    settled: Flag = True
    leading_body: Flag = False
    housed_in: Name | None = None
    posts: tuple[Post, ...] = ()


class MilestoneEntry(Block):
    """A dated result (节点): the source's wording stands beside the date it means."""

    due: Day
    wording: Line
    result: Text | None = None
    ongoing: Flag = False


class TaskEntry(Block):
    """A numbered task (事项) with its lead and responsible units, by any of their names."""

    number: Number
    section: Line | None = None
    title: Line
    description: Text | None = None
    lead_units: tuple[Name, ...]
    responsible_units: tuple[Name, ...] = ()
    milestones: tuple[MilestoneEntry, ...] = ()
    undated: Flag = False
    source_number: Name | None = None


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
        """The units that ``name`` stands for: itself, or the members of a collective unit, each once, in order."""
        leaves: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [self.official(name)]
        while waiting:
            unit = self._units[waiting.pop()]
            if unit.name in seen:
                continue
            seen.add(unit.name)
            waiting.extend(self.official(member) for member in reversed(unit.members))
            if not unit.members:
                leaves[unit.name] = None
        return tuple(leaves)
