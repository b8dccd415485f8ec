"""Which step of the ladder comes when. Pure. Source: the default rules, "Ladder" and "Slow"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plans.policy import LadderRules, LadderStep, Step
from register.calendar import WorkingCalendar
from register.states import Cause


def ladder_for(cause: Cause, rules: LadderRules, *, again: bool = False) -> tuple[LadderStep, ...]:
    """The ladder a new climb starts on; ``again``: slow for the second round running."""
    if cause is Cause.SLOW:
        return rules.slow_again if again else rules.slow
    return rules.returned_twice if cause is Cause.RETURNS else rules.overdue


def first_day(ladder: Sequence[LadderStep], base: date, calendar: WorkingCalendar) -> date:
    return calendar.after(base, ladder[0].after)


def following_day(
    ladder: Sequence[LadderStep], taken: int, on: date, rules: LadderRules, calendar: WorkingCalendar
) -> date | None:
    """The day of the step after number ``taken``, which was really taken ``on``; None after the last.

    Counting from the day it was taken, a step that went out late moves the later ones.
    """
    if taken + 1 >= len(ladder):
        return None
    step, following = ladder[taken], ladder[taken + 1]
    gap = following.after - step.after
    if (step.step, following.step) == (Step.EXPLANATION, Step.PROPOSAL):
        gap = max(gap, rules.explanation_to_proposal)
    return calendar.after(on, gap)
