"""Figures of targets: written as people write them, and held against what was promised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum


class Reach(StrEnum):
    """How a target stands today."""

    UNREPORTED = "unreported"
    NOT_YET = "not-yet"
    MET = "met"
    ABOVE = "above"  # beyond the upper end of a span: told as it is, and no failing
    MISSED = "missed"  # not met, and its day has passed


def exact(value: Decimal) -> Decimal:
    """The same number without the zeros that a store adds behind it, and never written with an exponent."""
    return Decimal(f"{value.normalize():f}")


def reach(
    value: Decimal | None, minimum: Decimal | None, maximum: Decimal | None, due: date | None, today: date
) -> Reach:
    """``value`` against the promise. A maximum alone is a limit; above a minimum it is the far end of a span."""
    if value is None:
        return Reach.UNREPORTED
    over = maximum is not None and value > maximum
    if over and minimum is not None:
        return Reach.ABOVE
    if not over and (minimum is None or value >= minimum):
        return Reach.MET
    return Reach.MISSED if due is not None and due < today else Reach.NOT_YET
