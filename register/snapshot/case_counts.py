"""How many cases (约谈案件) each unit had, and how far they went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from register.snapshot.facts import CaseFacts
from register.states import CaseState


@dataclass(frozen=True, slots=True)
class CaseCount:
    """``opened`` counts every case; one that was accepted is counted there, however it ended."""

    unit: str
    opened: int
    accepted: int
    declined: int
    closed: int
    withdrawn: int


def cases_by_unit(cases: Iterable[CaseFacts]) -> tuple[CaseCount, ...]:
    """One count for each unit that ever had a case, in the order of its first."""
    units: dict[str, list[CaseFacts]] = {}
    for case in cases:
        units.setdefault(case.unit, []).append(case)
    return tuple(_count(unit, of_unit) for unit, of_unit in units.items())


def _count(unit: str, cases: list[CaseFacts]) -> CaseCount:
    states = [case.state for case in cases]
    return CaseCount(
        unit=unit,
        opened=len(cases),
        accepted=sum(case.accepted_at is not None for case in cases),
        declined=states.count(CaseState.DECLINED),
        closed=states.count(CaseState.CLOSED),
        withdrawn=states.count(CaseState.WITHDRAWN),
    )
