"""The leaders' week on one screen: the leading group sees the plan, a unit's leader the unit's own tasks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from plans.roles import Role
from register.duties import DutyLine, duty_lines
from register.extensions import duties_in_doubt
from register.light import Light, light_of, worst
from register.rules import Rules
from register.states import CaseState, DutyState
from register.views.cases import open_cases
from schedules.letters import Letter
from schedules.morning import Morning

_DAY = timedelta(days=1)
_SHOWN = 5
"""Lines of each kind: the rest is counted, so that all of it fits one screen."""
_UNDECIDED = (CaseState.PROPOSED, CaseState.HELD)


@dataclass(frozen=True)
class Week:
    """The days that the digest looks back on (``since`` to yesterday) and ahead to (today to ``until``)."""

    since: date
    today: date
    until: date


def week_of(rules: Rules, day: date) -> Week | None:
    """The week that begins on this working day; None when it has begun before."""
    if rules.calendar.first_of_week(day) != day:
        return None
    before = day - _DAY * day.isoweekday()
    while (since := rules.calendar.first_of_week(before)) is None:
        before -= _DAY * 7
    return Week(since, day, day + _DAY * (7 - day.isoweekday()))


async def weekly_digests(morning: Morning) -> list[Letter]:
    """One letter to the leading group, and one to each unit's own leader; nothing to say, nothing sent."""
    week = week_of(morning.rules, morning.day) if morning.rules.policy.reminders.weekly_digest else None
    # A contact who sits beside an empty leader's seat has a digest already.
    leaders = {unit_id for unit_id in morning.room.units if morning.room.has_own(unit_id, Role.LEADER)}
    if week is None or not (leaders or morning.room.has_own(morning.plan.leading_group_id, Role.LEADING_GROUP)):
        return []
    look = _Look(morning.rules, week, await duties_in_doubt(morning.session))
    lines = await duty_lines(morning.session)
    group = morning.plan.leading_group_id
    cases = await _undecided(morning)
    letters = [_letter(morning, group, Role.LEADING_GROUP, look.facts(lines) | {"cases": cases, "unit": None})]
    by_unit: dict[int, list[DutyLine]] = defaultdict(list)
    for line in lines:
        by_unit[line.duty.unit_id].append(line)
    for unit_id, own in by_unit.items():
        if unit_id in leaders:
            about = {"cases": {"count": 0, "lines": []}, "unit": morning.unit_name(unit_id)}
            letters.append(_letter(morning, unit_id, Role.LEADER, look.facts(own) | about))
    return [letter for letter in letters if _says_something(letter)]


def _says_something(letter: Letter) -> bool:
    return any(letter.facts[part]["count"] for part in ("overdue", "closed", "cases", "due"))


def _letter(morning: Morning, unit_id: int, role: Role, facts: dict[str, Any]) -> Letter:
    key = f"weekly/{morning.unit_name(unit_id)}/{role}/{morning.day}"
    expires = morning.rules.at(morning.day + _DAY * 7, morning.rules.policy.working_day.speak_at)
    return Letter(unit_id, role, "other", key, facts, template="weekly", expires=expires)


async def _undecided(morning: Morning) -> dict[str, Any]:
    cases = [case for case in await open_cases(morning.session) if case.state in _UNDECIDED]
    shown = [
        {"unit": case.unit, "tasks": sorted({ground.task for ground in case.grounds}), "state": case.state.value}
        for case in cases[:_SHOWN]
    ]
    return {"count": len(cases), "lines": shown}


@dataclass(frozen=True)
class _Look:
    """One look at the duties: milestones that several units meet are one line."""

    rules: Rules
    week: Week
    in_doubt: frozenset[int]

    def facts(self, lines: Sequence[DutyLine]) -> dict[str, Any]:
        return {
            "day": self.week.today.isoformat(),
            "until": self.week.until.isoformat(),
            "items": [],
            "lights": self._lights(lines),
            "overdue": self._listed(lines, self._became_overdue),
            "closed": self._listed(lines, self._was_closed),
            "due": self._listed(lines, self._falls_due),
        }

    def _lights(self, lines: Sequence[DutyLine]) -> dict[str, int]:
        by_milestone: dict[int | None, list[Light]] = defaultdict(list)
        for line in lines:
            by_milestone[line.milestone.id].append(self._light(line))
        counted = Counter(worst(lights) for lights in by_milestone.values())
        return {light.value: counted[light] for light in Light}

    def _light(self, line: DutyLine) -> Light:
        within = self.rules.policy.lights.yellow_within
        in_doubt = line.duty.id in self.in_doubt
        return light_of(line.duty.state, line.duty.due, self.week.today, within, in_doubt=in_doubt)

    def _listed(self, lines: Sequence[DutyLine], which: Callable[[DutyLine], bool]) -> dict[str, Any]:
        by_milestone: dict[int | None, list[DutyLine]] = defaultdict(list)
        for line in lines:
            if which(line):
                by_milestone[line.milestone.id].append(line)
        shown = [_line(group) for group in list(by_milestone.values())[:_SHOWN]]
        return {"count": len(by_milestone), "lines": shown}

    def _became_overdue(self, line: DutyLine) -> bool:
        return self._light(line) is Light.RED and self.week.since <= line.duty.due

    def _was_closed(self, line: DutyLine) -> bool:
        if line.duty.state is not DutyState.CLOSED or line.duty.closed_at is None:
            return False
        return self.week.since <= self.rules.today(line.duty.closed_at) < self.week.today

    def _falls_due(self, line: DutyLine) -> bool:
        return line.duty.state is DutyState.OPEN and self.week.today <= line.duty.due <= self.week.until


def _line(group: Sequence[DutyLine]) -> dict[str, Any]:
    first = group[0]
    return {
        "task": first.task.number,
        "title": first.task.title,
        "due": first.duty.due.isoformat(),
        "late": any(line.duty.late for line in group),
        "units": [line.unit.name for line in group],
    }
