"""One printed row of a benchmark."""

from __future__ import annotations

from typing import Literal

Better = Literal["less", "more"]


def show(work: str, ours: float, other: float, unit: str, against: str, better: Better = "less") -> None:
    """``ours`` and ``other`` in ``unit``; the ratio is what is to be compared between machines.

    ``against`` names the other: a peer measured in the same run, or a limit. ``better`` says which way is good.
    """
    keeps = ours <= other if better == "less" else ours >= other
    sign = "≤" if better == "less" else "≥"
    figures = f"{ours:>10.2f} {unit:<4} {sign} {other:>9.2f} {unit:<4}"
    print(f"{work:<52} {figures} {'  ' if keeps else '! '}ratio {ours / other:>6.2f}   ({against})", flush=True)


def note(words: str) -> None:
    """A figure that has nothing to be compared with, or a count that must be nought."""
    print(f"    {words}", flush=True)
