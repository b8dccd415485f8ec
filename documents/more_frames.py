"""The sheets of targets (工作目标), of difficulties put to the office (提请协调) and of evaluations (考评)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from documents.measures import Measures
from documents.words import words
from register.evaluation.score import Part

Row = tuple[Any, ...]


def targets(measures: Measures) -> Iterator[Row]:
    stands = words("reach")
    for target in measures.view.register.targets:
        last = target.last
        yield (
            target.name,
            target.measure,
            _number(target.minimum),
            _number(target.maximum),
            target.due,
            target.owner,
            last.quarter if last else None,
            _number(last.value if last else None),
            last.filed_at if last else None,
            stands[target.stands(measures.view.register.today)],
        )


def difficulties(measures: Measures) -> Iterator[Row]:
    titles = measures.view.register.titles
    states = words("coordinations")
    for found in measures.view.register.difficulties:
        yield (
            found.task,
            titles[found.task],
            found.unit,
            found.put_at,
            found.times,
            found.words,
            found.answered_at,
            found.answer,
            states[found.state],
        )


def evaluations(measures: Measures) -> Iterator[Row]:
    states, sheets = words("evaluations"), words("evaluation-sheets")
    for found in measures.view.register.evaluations:
        yield (
            found.year,
            found.unit,
            _number(found.total),
            *(_number(found.parts.get(part)) for part in Part),
            _number(found.sent),
            _number(found.correction) or None,
            _number(found.completion_rate),
            _number(found.timeliness_rate),
            found.returns,
            found.orders,
            found.cases,
            found.extensions,
            sheets[found.sheet],
            states[found.state],
        )


def _number(value: Any) -> float | None:
    """A workbook knows no decimals of its own."""
    return None if value is None else float(value)
