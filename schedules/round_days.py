"""The days of a round (报送轮次). Pure. Source: the default rules, "Round" and "Filing"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plans.policy import RoundRules
from register.calendar import WorkingCalendar
from register.quarters import quarter_end, quarter_of


@dataclass(frozen=True, slots=True)
class RoundDays:
    """When a quarter's collection opens, chases and closes, and what follows the close."""

    quarter: str
    opens_on: date
    chases_on: frozenset[date]
    closes_on: date
    lists_on: date
    filing_on: date
    filing_by: date
    drafts_on: date


def round_days(quarter: str, rules: RoundRules, calendar: WorkingCalendar, closes_on: date | None = None) -> RoundDays:
    """The days of ``quarter``'s round; ``closes_on`` when an outage of ours made it close later than the quarter."""
    end = closes_on or quarter_end(quarter)
    return RoundDays(
        quarter=quarter,
        opens_on=calendar.last(quarter_end(quarter), rules.opens_on_last),
        chases_on=frozenset(calendar.last(end, count) for count in rules.chase_on_last),
        closes_on=end,
        lists_on=calendar.after(end, rules.missing_list_after),
        filing_on=calendar.after(end, rules.filing_asked_after),
        filing_by=calendar.after(end, rules.filing_confirmed_by),
        drafts_on=calendar.after(end, rules.drafts_after),
    )


def quarters(starts: date, ends: date) -> list[str]:
    """The quarters that end within the plan's time, in order."""
    found = []
    day = starts
    while (end := quarter_end(quarter_of(day))) <= ends:
        found.append(quarter_of(day))
        day = end + timedelta(days=1)
    return found


def closing_day(quarter: str, opened_on: date, rules: RoundRules, calendar: WorkingCalendar) -> date:
    """The last day of a round that really opened on ``opened_on``: nobody gets fewer working days by our fault."""
    return max(quarter_end(quarter), calendar.after(opened_on, rules.opens_on_last - 1))
