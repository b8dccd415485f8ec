"""The points of a unit: a pure function of its facts and the policy. Each point names the fact behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from plans.policy import EvaluationRules
from register.evaluation.facts import BUCKETS, Fact, Kind, Outcome, Unit, YearFacts

FULL = 100


class Part(StrEnum):
    """What is judged; the policy says what each is worth."""

    COMPLETION = "completion"
    TIMELINESS = "timeliness"
    QUALITY = "quality"
    COOPERATION = "cooperation"


@dataclass(frozen=True, slots=True)
class Entry:
    """Points given (0 to ``worth``) or taken (below 0) by one fact; both are 0 for what costs and gives nothing."""

    part: Part
    fact: Fact
    points: Fraction
    worth: Fraction


@dataclass(frozen=True, slots=True)
class PartScore:
    """``points`` of ``weight``; None when the year held nothing to judge, and the other parts count for all."""

    part: Part
    weight: int
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit's year. ``total`` is None for a unit that is not scored: its facts are only listed."""

    unit: Unit
    buckets: Counter[Outcome]
    counts: Counter[Kind]
    answers: Counter[Outcome]
    parts: tuple[PartScore, ...]
    entries: tuple[Entry, ...]
    unscored: tuple[Fact, ...]
    """Facts that are listed and never scored: extensions, undated tasks, cases that the bureau did not agree to."""
    total: Decimal | None

    @property
    def completion_rate(self) -> Fraction | None:
        """Met, on time or late, of all that had a date."""
        dated = sum(self.buckets[one] for one in BUCKETS if one is not Outcome.UNDATED)
        return Fraction(self.buckets[Outcome.ON_TIME] + self.buckets[Outcome.LATE], dated) if dated else None

    @property
    def timeliness_rate(self) -> Fraction | None:
        """Answered in time, of all answers that were due."""
        due = self.answers[Outcome.ON_TIME] + self.answers[Outcome.LATE] + self.answers[Outcome.MISSING]
        return Fraction(self.answers[Outcome.ON_TIME], due) if due else None


def scores(year: YearFacts, rules: EvaluationRules) -> list[UnitScore]:
    """Every unit that owed something in the year, in the plan's order; by total when the policy wants ranks."""
    scored = [score(unit, [one for one in year.facts if one.unit_id == unit.unit_id], rules) for unit in year.units]
    found = [one for one in scored if one.entries or one.unscored]
    if rules.ranked:
        found.sort(key=lambda one: (one.total is None, -(one.total or 0)))
    return found


def score(unit: Unit, facts: Sequence[Fact], rules: EvaluationRules) -> UnitScore:
    weights = rules.weights
    entries = {
        Part.COMPLETION: _shared(Part.COMPLETION, _of(facts, Kind.DUTY), weights.completion, rules),
        Part.TIMELINESS: _shared(Part.TIMELINESS, _of(facts, Kind.ANSWER), weights.timeliness, rules),
        Part.QUALITY: _taken(
            Part.QUALITY,
            [(one, rules.per_return) for one in _of(facts, Kind.REPORT_RETURNED, Kind.CLAIM_RETURNED)],
            weights.quality,
        ),
        Part.COOPERATION: _taken(Part.COOPERATION, _steps(facts, rules), weights.cooperation),
    }
    parts = (
        _given(Part.COMPLETION, weights.completion, entries[Part.COMPLETION]),
        _given(Part.TIMELINESS, weights.timeliness, entries[Part.TIMELINESS]),
        _left(Part.QUALITY, weights.quality, entries[Part.QUALITY]),
        _left(Part.COOPERATION, weights.cooperation, entries[Part.COOPERATION]),
    )
    listed = tuple(one for part in entries.values() for one in part)
    named = {id(one.fact) for one in listed}
    judged = any(one.worth for one in listed) and (rules.leading_bodies or not unit.leading_body)
    return UnitScore(
        unit=unit,
        buckets=Counter(one.outcome for one in _of(facts, Kind.DUTY, Kind.UNDATED)),
        counts=Counter(one.kind for one in facts),
        answers=Counter(one.outcome for one in _of(facts, Kind.ANSWER)),
        parts=parts,
        entries=listed,
        unscored=tuple(one for one in facts if id(one) not in named),
        total=_total(parts) if judged else None,
    )


def _of(facts: Iterable[Fact], *kinds: Kind) -> list[Fact]:
    return [one for one in facts if one.kind in kinds]


def _steps(facts: Iterable[Fact], rules: EvaluationRules) -> list[tuple[Fact, int]]:
    """One paper (督办单) may name several grounds; it takes its points once."""
    orders: list[tuple[Fact, int]] = []
    papers: set[str] = set()
    for one in _of(facts, Kind.ORDER):
        known = one.letter is not None and one.letter in papers
        papers |= {one.letter} if one.letter is not None else set()
        orders.append((one, 0 if known else rules.per_order))
    cases = [(one, rules.per_case) for one in _of(facts, Kind.CASE) if one.outcome is Outcome.AGREED]
    return orders + cases


def _shared(part: Part, facts: Sequence[Fact], weight: int, rules: EvaluationRules) -> list[Entry]:
    """The weight in equal shares for everything that is settled and may be judged."""
    judged = [one for one in facts if one.outcome is not Outcome.OPEN and one.excuse is None]
    worth = Fraction(weight, len(judged)) if judged else Fraction(0)
    late = Fraction(str(rules.late_share))
    gives = {Outcome.ON_TIME: Fraction(1), Outcome.LATE: late}
    return [
        Entry(part, one, worth * gives.get(one.outcome, Fraction(0)), worth)
        if one.outcome is not Outcome.OPEN and one.excuse is None
        else Entry(part, one, Fraction(0), Fraction(0))
        for one in facts
    ]


def _taken(part: Part, costs: Iterable[tuple[Fact, int]], weight: int) -> list[Entry]:
    """What each takes; nothing is taken below zero."""
    left, entries = weight, []
    for fact, cost in costs:
        takes = 0 if fact.excuse is not None else min(cost, left)
        left -= takes
        entries.append(Entry(part, fact, Fraction(-takes), Fraction(0)))
    return entries


def _given(part: Part, weight: int, entries: Sequence[Entry]) -> PartScore:
    judged = any(one.worth for one in entries)
    return PartScore(part, weight, sum((one.points for one in entries), Fraction(0)) if judged else None)


def _left(part: Part, weight: int, entries: Sequence[Entry]) -> PartScore:
    return PartScore(part, weight, weight + sum((one.points for one in entries), Fraction(0)))


def _total(parts: Sequence[PartScore]) -> Decimal:
    """Of 100: a part with nothing to judge neither gives nor takes."""
    judged = [(one.points, one.weight) for one in parts if one.points is not None]
    points, weights = sum((one for one, _ in judged), Fraction(0)), sum(weight for _, weight in judged)
    return decimal(points * FULL / weights, "0.1") if weights else Decimal("0.0")


def decimal(value: Fraction, step: str) -> Decimal:
    """Rounded half up, as people round."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(step), rounding=ROUND_HALF_UP)
