"""What every part of one change of the plan needs, and what it leaves to be said at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from register.record import note
from register.rules import Rules
from register.tables import Amendment, PlanRecord

OPERATOR = "operator"
"""Who applies a file works at the command line and is no person of the register."""
Item = dict[str, Any]


@dataclass
class Work:
    """One transaction's work."""

    session: AsyncSession
    rules: Rules
    plan: PlanRecord
    amendment: Amendment
    now: datetime
    ends: date
    """The last day of the plan from now on."""
    units: dict[str, int] = field(default_factory=dict)
    """Name of a unit in force -> its row."""
    told: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    """Unit -> what changed for it, in the plan's order."""
    whole: list[Item] = field(default_factory=list)
    """Everything that changed, for the office."""
    _notes: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.rules.today(self.now)

    def say(self, item: Item, units: Iterable[str | int] = (), **facts: Any) -> None:
        """Keep ``item`` for the office, and for each of ``units`` with it."""
        self.whole.append(item | facts)
        for unit in units:
            self.told[self.units[unit] if isinstance(unit, str) else unit].append(item | facts)

    def record(self, act: str, subject: str, **facts: Any) -> None:
        """For the audit chain, whose head is the last lock to be taken: acts take it after all others."""
        self._notes.append((act, subject, facts))

    async def write_notes(self) -> None:
        for act, subject, facts in self._notes:
            await note(self.session, OPERATOR, act, subject, self.now, revision=self.amendment.revision, **facts)
