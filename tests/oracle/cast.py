"""How people behave in a rehearsal, read from the cast file: only what changes the machine's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from plans.model import UnitNames

STUCK_AT = 10
"""Percent that a ``stuck`` unit reports in every round."""

DEFAULT: Mapping[str, Any] = {"reports": "open", "progress": "linear", "completes": -5, "extends": "never"}
ASKS_BEFORE = timedelta(days=10)


@dataclass(frozen=True)
class Manner:
    """One unit's ways, as the cast file writes them (YAML reads +3 as the number 3)."""

    reports: str | int
    progress: str | tuple[int, ...]
    completes: str | int
    extends: str | int = "never"

    def report_day(self, opened: date, closes: date) -> date | None:
        """The calendar day on which a round's request is answered."""
        if self.reports == "never":
            return None
        fixed = {"open": opened, "close": closes}
        return fixed.get(str(self.reports)) or closes + timedelta(days=int(self.reports))

    def claim_day(self, due: date, plan_starts: date) -> date | None:
        """The calendar day on which completion is claimed; nobody acts before the plan starts."""
        if self.completes == "never":
            return None
        return max(plan_starts, due + timedelta(days=int(self.completes)))

    def asks(self, due: date, starts: date, ends: date, review_after: int) -> tuple[date, date] | None:
        """The day on which a later date is asked, and that date; who claims before the answer does not ask."""
        on = max(starts, due - ASKS_BEFORE)
        if self.extends == "never" or on > due or due >= ends:
            return None
        claims = self.claim_day(due, starts)
        if claims is not None and claims <= on + timedelta(days=review_after):
            return None
        return on, min(ends, due + timedelta(days=int(self.extends)))

    def percent(self, round_index: int, elapsed: float) -> int:
        """What is reported in the plan's ``round_index``-th round (from 0) at this elapsed share (0 to 1)."""
        if self.progress == "stuck":
            return STUCK_AT
        if isinstance(self.progress, tuple):
            return self.progress[min(round_index, len(self.progress) - 1)]
        return min(100, round(100 * elapsed))


class Cast:
    """Everybody: a manner for each unit, and how the office reviews. The bureau's press changes no later message."""

    def __init__(self, written: Mapping[str, Any], names: UnitNames) -> None:
        office = written.get("office", {})
        self.grants = bool(office.get("grants", True))
        reviews = office.get("reviews", "same-day")
        accepts = office.get("accepts", True)
        self.accepts, self.accepts_second = accepts is True, accepts == "second"
        self.review_after = None if reviews == "never" else 0 if reviews == "same-day" else int(reviews)
        self._common = {**DEFAULT, **written.get("default", {})}
        self._own = {leaf: ways for name, ways in (written.get("units") or {}).items() for leaf in names.expand(name)}

    def of(self, unit: str) -> Manner:
        """The ways of ``unit``: its own over the common ones."""
        ways = {**self._common, **self._own.get(unit, {})}
        progress = ways["progress"]
        stages = tuple(progress) if isinstance(progress, list) else progress
        return Manner(ways["reports"], stages, ways["completes"], ways["extends"])


def read_cast(path: Path, names: UnitNames) -> Cast:
    """The cast of a file; KeyError for a unit that the plan does not know."""
    return Cast(YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}, names)
