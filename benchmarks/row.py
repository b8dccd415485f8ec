"""One printed row of a benchmark."""

from __future__ import annotations


def show(work: str, ours: float, limit: float, unit: str, against: str) -> None:
    """``ours`` and ``limit`` in ``unit``; the ratio is what is to be compared between machines."""
    print(f"{work:<44} {ours:>10.2f} {unit:<4} {against}: {limit:.2f} {unit}   ratio {ours / limit:.2f}")
