"""What every rule and act of one deployment goes by: the policy, the working days and the local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from plans.policy import Policy
from register.calendar import WorkingCalendar


@dataclass(frozen=True)
class Rules:
    """Handed to every use-case and every schedule, so that none of them looks at a setting or a wall clock."""

    policy: Policy
    calendar: WorkingCalendar
    timezone: ZoneInfo

    def today(self, now: datetime) -> date:
        """The local calendar day of an instant."""
        return now.astimezone(self.timezone).date()

    def at(self, day: date, time: time) -> datetime:
        """The instant of a local time of day."""
        return datetime.combine(day, time, tzinfo=self.timezone)
