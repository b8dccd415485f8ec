"""When a talk (约谈) may be held: within working hours, and late enough for the notice to arrive first."""

from __future__ import annotations

from datetime import date, datetime, time

from actions.refusal import Refusal
from register.quiet import next_window
from register.rules import Rules

_OFFERED = ((3, time(9, 30)), (3, time(15, 0)), (5, time(9, 30)))
"""Working days from today, and the hour."""
_FARTHEST = 366
"""Days; beyond this a date is a slip of the pen."""


def offered_times(rules: Rules, now: datetime) -> list[datetime]:
    """The times that are offered for a talk."""
    today = rules.today(now)
    return [rules.at(rules.calendar.after(today, days), hour) for days, hour in _OFFERED]


def check_talk(rules: Rules, talk_at: datetime, now: datetime) -> None:
    """Refused: a time before the notice can be there, a day off, an hour out of working hours, a far future."""
    day, hour = rules.today(talk_at), talk_at.astimezone(rules.timezone).time()
    cases = rules.policy.cases
    if talk_at <= next_window(rules, now):
        raise Refusal("talk-too-soon", when=talk_at)
    if (day - rules.today(now)).days > _FARTHEST:
        raise Refusal("day-too-far", day=day)
    if not rules.calendar.is_working(day):
        raise Refusal("talk-day-off", day=day)
    if not cases.talk_from <= hour <= cases.talk_until:
        raise Refusal("talk-hour", first=f"{cases.talk_from:%H:%M}", last=f"{cases.talk_until:%H:%M}")


def check_due(rules: Rules, due: date, now: datetime) -> None:
    """Refused: a rectification due today or earlier, and a far future."""
    today = rules.today(now)
    if due <= today:
        raise Refusal("rectify-day-past", day=due)
    if (due - today).days > _FARTHEST:
        raise Refusal("day-too-far", day=due)
