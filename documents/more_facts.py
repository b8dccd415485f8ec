"""What the papers say of targets (工作目标) and of difficulties put to the office (提请协调)."""

from __future__ import annotations

from typing import Any

from documents.measures import Measures
from documents.words import full_day, one_line, words
from register.figures import Reach
from register.snapshot.targets import TargetFacts

Facts = dict[str, Any]


def target_facts(measures: Measures) -> list[Facts]:
    """One entry per target of the view."""
    today = measures.view.register.today
    return [
        {
            "name": one_line(found.name),
            "goal": _goal(found),
            "figure": f"{found.last.value}{found.measure}" if found.last else None,
            "quarter": found.last.quarter if found.last else None,
            "stands": words("reach")[found.stands(today)],
            "reached": found.stands(today) in (Reach.MET, Reach.ABOVE),
        }
        for found in measures.view.register.targets
    ]


def difficulty_facts(measures: Measures) -> Facts:
    """How many were put to the office, and how many wait for it."""
    found = measures.view.register.difficulties
    return {"put": len(found), "unanswered": sum(one.unanswered for one in found)}


def _goal(found: TargetFacts) -> str:
    if found.minimum is not None and found.maximum is not None:
        goal = f"{found.minimum}至{found.maximum}{found.measure}"
    elif found.minimum is not None:
        goal = f"不低于{found.minimum}{found.measure}"
    else:
        goal = f"不高于{found.maximum}{found.measure}"
    return f"{goal}（{full_day(found.due)}前）" if found.due else goal
