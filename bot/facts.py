"""Read models as frozen JSON: what a message was made from can be read again in ten years."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any


def facts_of(value: Any) -> Any:
    """Dataclasses become dicts, tuples lists, days and instants ISO text, enum members their values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: facts_of(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return facts_of(value._asdict())
    if isinstance(value, dict):
        return {str(name): facts_of(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [facts_of(one) for one in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def item(task: int, title: str, why: str, milestone: int | None = None, about: str | None = None) -> dict[str, Any]:
    """How a message names a task it concerns."""
    named: dict[str, Any] = {"task": task, "milestone": milestone, "why": why, "title": title}
    return named if about is None else named | {"about": about}
