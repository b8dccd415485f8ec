"""A snapshot narrowed to a scope: every document is made from the same view, so their numbers agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from documents.scope import Scope, check_scope
from register.light import worst
from register.snapshot import MilestoneFacts, ReportFacts, RoundFacts, Snapshot, TaskFacts
from register.snapshot.evaluations import EvaluationFacts
from register.snapshot.targets import TargetFacts


@dataclass(frozen=True, slots=True)
class View:
    """``register`` holds only what the scope is about; ``round`` is the quarter's collection, if there was one."""

    scope: Scope
    register: Snapshot
    round: RoundFacts | None

    @property
    def measured_on(self) -> date:
        """The day to which the schedule is measured: reports speak of the round's close, not of today."""
        return min(self.register.today, self.round.closes_on) if self.round else self.register.today

    @property
    def single(self) -> TaskFacts | None:
        """The one task this is about."""
        return self.register.tasks[0] if len(self.register.tasks) == 1 else None


def look(snapshot: Snapshot, scope: Scope) -> View:
    """``snapshot`` seen through ``scope``; ScopeUnclear when it knows nothing of it."""
    scope = check_scope(scope, snapshot)
    units = _units(snapshot, scope)
    tasks = _tasks(snapshot, scope, units)
    numbers = {task.number for task in tasks}

    def concerns(task: int, unit: str) -> bool:
        return task in numbers and (units is None or unit in units)

    rounds = tuple(
        replace(found, requests=tuple(asked for asked in found.requests if concerns(asked.task, asked.unit)))
        for found in snapshot.rounds
    )
    chosen = next((found for found in reversed(rounds) if scope.quarter in {None, found.quarter}), None)
    until = chosen.closes_on if chosen else snapshot.today
    climbs = tuple(climb for climb in snapshot.climbs if concerns(climb.task, climb.unit))
    cases = {climb.case.number for climb in climbs if climb.case}
    narrowed = replace(
        snapshot,
        tasks=tasks,
        rounds=tuple(found for found in rounds if found.closes_on <= until),
        climbs=climbs,
        cases=tuple(case for case in snapshot.cases if case.number in cases),
        targets=_targets(snapshot, scope, units, chosen.quarter if chosen else None),
        difficulties=tuple(found for found in snapshot.difficulties if concerns(found.task, found.unit)),
        evaluations=_evaluations(snapshot, scope, units),
        urges=tuple(found for found in snapshot.urges if concerns(found.task, found.unit)),
    )
    return View(scope, narrowed, chosen)


def _units(snapshot: Snapshot, scope: Scope) -> frozenset[str] | None:
    """The units meant: a collective unit means its members; None means all."""
    if scope.unit is None:
        return None
    named = next(unit for unit in snapshot.units if unit.name == scope.unit)
    return frozenset(named.members or (named.name,))


def _tasks(snapshot: Snapshot, scope: Scope, units: frozenset[str] | None) -> tuple[TaskFacts, ...]:
    tasks = tuple(task for task in snapshot.tasks if scope.task in {None, task.number})
    if units is None:
        return tasks
    led = tuple(_own(task, units) for task in tasks if units & set(task.leads))
    # A unit that leads nothing is asked about for the tasks it contributes to.
    return led or tuple(task for task in tasks if units & set(task.responsibles))


def _targets(
    snapshot: Snapshot, scope: Scope, units: frozenset[str] | None, until: str | None
) -> tuple[TargetFacts, ...]:
    """Those of the units meant, with the figures up to the quarter; a single task promises none."""
    if scope.task is not None:
        return ()
    return tuple(
        replace(target, figures=tuple(one for one in target.figures if until is None or one.quarter <= until))
        for target in snapshot.targets
        if units is None or target.owner in units
    )


def _evaluations(snapshot: Snapshot, scope: Scope, units: frozenset[str] | None) -> tuple[EvaluationFacts, ...]:
    """A year is judged as a whole: no single task has a share in it."""
    if scope.task is not None:
        return ()
    return tuple(found for found in snapshot.evaluations if units is None or found.unit in units)


def _own(task: TaskFacts, units: frozenset[str]) -> TaskFacts:
    leads = tuple(unit for unit in task.leads if unit in units)
    return replace(
        task,
        leads=leads,
        leads_named=leads,
        milestones=tuple(_own_milestone(milestone, units) for milestone in task.milestones),
    )


def _own_milestone(milestone: MilestoneFacts, units: frozenset[str]) -> MilestoneFacts:
    duties = tuple(duty for duty in milestone.duties if duty.unit in units)
    return replace(milestone, duties=duties, light=worst(duty.light for duty in duties))


def reports_of(view: View) -> dict[tuple[int, str], ReportFacts]:
    """The latest report per task and unit, up to the view's round."""
    return {
        (asked.task, asked.unit): asked.report
        for found in view.register.rounds
        for asked in found.requests
        if asked.report is not None
    }
