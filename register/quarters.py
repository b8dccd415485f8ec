"""Quarters: the rhythm of collection (每季度末)."""

from __future__ import annotations

from datetime import date, timedelta


def quarter_of(day: date) -> str:
    """The quarter a day lies in, written 2021Q2."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_end(quarter: str) -> date:
    """The last calendar day of a quarter written 2021Q2; ValueError when it is not written so."""
    year, mark, number = quarter.upper().partition("Q")
    if not (mark and year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"}):
        raise ValueError(f"not a quarter: {quarter!r}")
    month = int(number) * 3
    first_of_next = date(int(year) + month // 12, month % 12 + 1, 1)
    return first_of_next - timedelta(days=1)
