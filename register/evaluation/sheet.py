"""A unit's score as plain JSON: what is frozen, shown and hashed. Points are text with two decimals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from register.evaluation.facts import BUCKETS, Fact, Kind, Outcome
from register.evaluation.score import FULL, Entry, UnitScore, decimal


def content_of(score: UnitScore) -> dict[str, Any]:
    """Everything that the unit is shown."""
    rates = {"completion_rate": score.completion_rate, "timeliness_rate": score.timeliness_rate}
    return {
        "unit": score.unit.name,
        "leading_body": score.unit.leading_body,
        "total": str(score.total) if score.total is not None else None,
        "buckets": {bucket.value: score.buckets[bucket] for bucket in BUCKETS},
        "returns": score.counts[Kind.REPORT_RETURNED] + score.counts[Kind.CLAIM_RETURNED],
        "orders": len({one.fact.letter or one.fact.row_id for one in score.entries if one.fact.kind is Kind.ORDER}),
        "cases": sum(_is_case(one.fact) for one in score.entries),
        "extensions": score.counts[Kind.EXTENSION],
        **{name: str(decimal(value * FULL, "0.1")) if value is not None else None for name, value in rates.items()},
        "parts": [
            {
                "part": part.part.value,
                "weight": part.weight,
                "points": _points(part.points) if part.points is not None else None,
                "entries": [_entry(one) for one in score.entries if one.part is part.part],
            }
            for part in score.parts
        ],
        "unscored": [_fact(one) for one in score.unscored],
    }


def final_total(content: dict[str, Any], tenths: int) -> str | None:
    """The total after the adjustments, within 0 to 100; None for a unit that is not scored."""
    if content["total"] is None:
        return None
    whole = Fraction(content["total"]) + Fraction(tenths, 10)
    return str(decimal(min(Fraction(FULL), max(Fraction(0), whole)), "0.1"))


def _is_case(fact: Fact) -> bool:
    return fact.kind is Kind.CASE and fact.outcome is Outcome.AGREED


def _entry(entry: Entry) -> dict[str, Any]:
    return {"points": _points(entry.points), "worth": _points(entry.worth), **_fact(entry.fact)}


def _points(value: Fraction) -> str:
    return str(decimal(value, "0.01"))


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind.value,
        "row": fact.row_id,
        "on": fact.on.isoformat(),
        "outcome": fact.outcome.value,
        "task": fact.task,
        "title": fact.title,
        "milestone": fact.milestone,
        "quarter": fact.quarter,
        "done_on": fact.done_on.isoformat() if fact.done_on else None,
        "note": fact.note,
        "excuse": fact.excuse.value if fact.excuse else None,
    }
