"""Quiet hours (免打扰): when a message that its reader has not asked for may be put before him or her."""

from __future__ import annotations

from datetime import datetime

from register.rules import Rules


def next_window(rules: Rules, now: datetime) -> datetime:
    """``now`` inside the hours of a working day, else the start of the next such hours.

    The policy's quiet hours run over midnight (20:00–08:30).
    """
    hours = rules.policy.working_day
    day, clock = rules.today(now), now.astimezone(rules.timezone).time()
    if rules.calendar.is_working(day) and clock < hours.quiet_from:
        return max(now, rules.at(day, hours.quiet_until))
    return rules.at(rules.calendar.after(day, 1), hours.quiet_until)
