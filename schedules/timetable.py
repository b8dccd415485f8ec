"""When the system speaks by itself. Pure: an instant in, an instant out."""

from __future__ import annotations

from datetime import datetime, timedelta

from register.quarters import quarter_end, quarter_of
from register.rules import Rules

_DAY = timedelta(days=1)


def last_morning(now: datetime, rules: Rules) -> datetime:
    """The beginning of the last working day's speech that is not after ``now``."""
    speak_at = rules.policy.working_day.speak_at
    day = rules.today(now)
    if rules.at(day, speak_at) > now:
        day -= _DAY
    return rules.at(rules.calendar.on_or_before(day), speak_at)


def next_morning(now: datetime, rules: Rules) -> datetime:
    """The beginning of the next working day's speech after ``now``."""
    speak_at = rules.policy.working_day.speak_at
    day = rules.today(now)
    if rules.at(day, speak_at) <= now:
        day += _DAY
    return rules.at(rules.calendar.on_or_after(day), speak_at)


def next_quarter_end(now: datetime, rules: Rules) -> datetime:
    """The next of three mornings: the collection opens, the quarter has its last day, its close is a morning ago."""
    end = quarter_end(quarter_of(rules.today(now)))
    opens = rules.calendar.last(end, rules.policy.round.opens_on_last)
    stops = [rules.at(day, rules.policy.working_day.speak_at) for day in (opens, end, rules.calendar.after(end, 1))]
    return next(stop for stop in stops if stop > now)
