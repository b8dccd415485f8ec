"""Nobody loses a point who was not reached, or over an outage of ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from register.evaluation.facts import Excuse, Fact, Outcome, YearFacts

_AGAINST = frozenset({Outcome.LATE, Outcome.OVERDUE, Outcome.MISSING})


@dataclass(frozen=True, slots=True)
class Reached:
    """What really arrived in the chats of a unit's own seats."""

    days: frozenset[date] = frozenset()
    letters: tuple[str, ...] = ()
    """The keys of the supervision orders among it."""


NOTHING = Reached()


@dataclass(frozen=True, slots=True)
class Gap:
    """An outage that the office has not checked yet, by its first and last local day."""

    first: date
    last: date


def excused(year: YearFacts, reached: Mapping[int, Reached], gaps: Collection[Gap]) -> YearFacts:
    """The same facts, those that may not be held against their unit marked with the reason."""
    facts = tuple(replace(one, excuse=_excuse(one, reached, gaps, year.today)) for one in year.facts)
    return replace(year, facts=facts)


def _excuse(fact: Fact, reached: Mapping[int, Reached], gaps: Iterable[Gap], today: date) -> Excuse | None:
    theirs = reached.get(fact.unit_id, NOTHING)
    if fact.letter is not None:
        return None if _arrived(fact.letter, theirs.letters) else Excuse.UNREACHED
    if fact.outcome not in _AGAINST:
        return None
    if any(gap.first <= fact.on <= gap.last for gap in gaps):
        return Excuse.OUTAGE
    # What is still owed is held against a unit that has been told since; lateness only against one told before.
    until = fact.on if fact.outcome is Outcome.LATE else today
    told = any((fact.told_from or date.min) <= day <= until for day in theirs.days)
    return None if told else Excuse.UNREACHED


def _arrived(letter: str, keys: Sequence[str]) -> bool:
    """Where the leader has a letter of the same step, the contact's is not written again: either will do."""
    letters = (letter, letter.replace("/contact/", "/leader/"))
    return any(key == one or key.startswith(f"{one}/") for one in letters for key in keys)
