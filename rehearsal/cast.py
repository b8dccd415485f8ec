"""From the cast's words to the day on which something is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plans.cast import Away, CastFile, Completes, Decides, Extends, Progress, Reports, Ways
from plans.model import UnitNames

_STUCK_AT = 10
"""Percent that a ``stuck`` unit reports in every round."""
_ASKS_BEFORE = timedelta(days=10)
"""So long before the due date a later one is asked."""
_COMMON = Ways(reports="open", progress="linear", completes=-5, signs=True, extends="never", away=())


@dataclass(frozen=True, slots=True)
class Manner:
    """One unit's ways, complete."""

    reports: Reports
    progress: Progress
    completes: Completes
    signs: bool
    extends: Extends = "never"
    away: tuple[Away, ...] = ()

    def report_day(self, opens: date, closes: date) -> date | None:
        """The day on which a round is answered; None for never."""
        if self.reports == "open":
            return opens
        if self.reports == "close":
            return closes
        return closes + timedelta(days=self.reports) if isinstance(self.reports, int) else None

    def claim_day(self, due: date, plan_starts: date) -> date | None:
        """The day on which completion is claimed; nobody acts before the plan starts. None for never."""
        if not isinstance(self.completes, int):
            return None
        return max(plan_starts, due + timedelta(days=self.completes))

    def later_date(self, due: date, starts: date, ends: date, review_after: int | None) -> tuple[date, date] | None:
        """The day on which a later due date is asked in time, and the date asked for; within the plan's time.

        None where none is asked: nor by who claims to be done before the office would have answered.
        """
        asks = max(starts, due - _ASKS_BEFORE)
        if not isinstance(self.extends, int) or not asks <= due < ends:
            return None
        claims = self.claim_day(due, starts)
        if claims is not None and claims <= asks + timedelta(days=review_after or 0):
            return None
        return asks, min(ends, due + timedelta(days=self.extends))

    def percent(self, round_index: int, elapsed: float) -> int:
        """What is reported in the plan's ``round_index``-th round (from 0) at this elapsed share of the time."""
        if isinstance(self.progress, tuple):
            return self.progress[min(round_index, len(self.progress) - 1)]
        return _STUCK_AT if self.progress == "stuck" else min(100, round(100 * elapsed))


class Cast:
    """Everybody's ways."""

    def __init__(self, file: CastFile, names: UnitNames) -> None:
        self.decides: Decides = file.bureau.decides
        self.follows = file.bureau.follows
        self.accepts = file.office.accepts is True
        self.accepts_second = file.office.accepts == "second"
        """Each report and claim is returned once, filed again on the next day, and then accepted."""
        self.grants = file.office.grants
        reviews = file.office.reviews
        self.review_after: int | None = reviews if isinstance(reviews, int) else 0 if reviews == "same-day" else None
        """Days from filing to verdict; None for never."""
        self._common = _over(_COMMON, file.default)
        self._own = {leaf: ways for name, ways in file.units.items() for leaf in names.expand(name)}

    def of(self, unit: str) -> Manner:
        """The ways of ``unit``: its own over the common ones."""
        return Manner(**dict(_over(self._common, self._own.get(unit, Ways()))))


def _over(common: Ways, own: Ways) -> Ways:
    return common.model_copy(update={name: value for name, value in own if value is not None})
